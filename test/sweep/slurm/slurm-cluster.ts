import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Whether Slurm's daemons are installed and may be started (they want root here). */
export function hasSlurm(): boolean {
  try {
    execFileSync('bash', ['-c', 'command -v slurmctld && command -v slurmd && command -v sbatch'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** A cluster of this one machine. */
export interface Cluster {
  readonly conf: string;
  /** Runs a Slurm command and gives its output. */
  readonly ask: (command: string, ...args: string[]) => string;
  readonly stop: () => void;
}

/** Starts slurmctld and slurmd on loopback, without authentication, and waits until the node is idle. */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-slurm-'));
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  const conf = join(folder, 'slurm.conf');
  writeFileSync(conf, configuration(folder));
  const env = { ...process.env, SLURM_CONF: conf };
  const ask = (command: string, ...args: string[]) => execFileSync(command, args, { env, encoding: 'utf8' });
  ask('slurmctld');
  ask('slurmd', '-N', 'localhost');
  const isIdle = () => {
    try {
      return ask('sinfo', '-h', '-o', '%T').trim() === 'idle';
    } catch {
      return false;
    }
  };
  for (let tries = 0; tries < 100 && !isIdle(); tries++) await setTimeout(200);
  const stop = () => {
    for (const name of ['slurmd', 'slurmctld']) process.kill(Number(readFileSync(join(folder, `${name}.pid`), 'utf8')));
  };
  return { conf, ask, stop };
}

function configuration(folder: string): string {
  return `ClusterName=picojoule
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
SlurmctldPort=26817
SlurmdPort=26818
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/builtin
ReturnToService=2
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP
`;
}
