#!/bin/sh
# A real number that went through GTKWave's vcd2fst and fst2vcd is not the one that went in: the FST holds the double exactly, fst2vcd prints sixteen digits of
# it, and a double needs seventeen. Two runs whose energies differ in the last bit look equal after it, and the largest double comes back as one that reads as
# infinity; a comparison of waveforms by value must allow for it, or compare the FST.
# Versions: Debian's gtkwave 3.3.118-0.1~deb12u1 (amd64). Seen: 0.30000000000000004 -> 0.3, 1.7976931348623157e308 -> 1.797693134862316e+308, 0.1 stays.
# Ends with 1 where this is no longer so. Needs Debian 12 with its package lists, and python3; writes only into a temporary folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q gtkwave=3.3.118-0.1~deb12u1 >/dev/null 2>&1
dpkg -x gtkwave_*.deb .
cat > in.vcd <<'VCD'
$timescale 1 ns $end
$scope module chip $end
$var real 64 ! energy $end
$upscope $end
$enddefinitions $end
#0
r0.1 !
#1
r0.30000000000000004 !
#2
r1.7976931348623157e308 !
#3
VCD
./usr/bin/vcd2fst in.vcd out.fst
./usr/bin/fst2vcd out.fst > out.vcd
grep '^r' out.vcd
python3 - <<'PYTHON'
import math
import struct
import sys

def reals(file):
    return [line.split()[0][1:] for line in open(file) if line.startswith('r')]

given, back = reals('in.vcd'), reals('out.vcd')
held = all(struct.pack('<d', float(one)) in open('out.fst', 'rb').read() for one in given)
same = [float(one) == float(other) for one, other in zip(given, back)]
print('held exactly by the FST' if held else 'not held by the FST')
described = held and back == ['0.1', '0.3', '1.797693134862316e+308'] and same == [True, False, False] and math.isinf(float(back[2]))
print('as described' if described else 'CHANGED')
sys.exit(0 if described else 1)
PYTHON
