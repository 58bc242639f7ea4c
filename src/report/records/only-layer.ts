import { knownNames } from '../../base/nearest-name.ts';
import { UserError } from '../../base/user-error.ts';
import { subjectOf, subjectTitle } from './subject.ts';

/**
 * The record of a training with one layer alone, for pictures of it.
 * @throws UserError where it is no training, or has no layer of that name
 */
export function onlyLayer(record: unknown, name: string): unknown {
  const subject = subjectOf(record);
  if (subject.kind !== 'training')
    throw UserError.at({}, `--layer draws a layer of a training, this is ${subjectTitle(subject.kind)}`, 'RESULT_KIND');
  const { stages } = subject.record;
  const names = stages[0].layers.map((layer) => layer.name);
  const index = names.indexOf(name);
  if (index < 0) throw UserError.at({}, `no layer "${name}" (${knownNames(name, names)})`, 'UNKNOWN_NAME');
  return {
    ...subject.record,
    stages: stages.map((stage) => ({
      ...stage,
      layers: [stage.layers[index]],
      ...(stage.sensitivity !== undefined && {
        sensitivity: stage.sensitivity.filter((tried) => tried.name === name),
      }),
    })),
  };
}
