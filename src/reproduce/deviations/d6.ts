import type { Deviation } from './deviation.ts';

export const d6: Deviation = {
  number: 6,
  title: 'Area',
  cause:
    'The sum of the parts as CACTI and Aladdin give them, without filler and clock tree; the paper laid a chip out.',
  text: ({ ours }) => {
    const area = (name: string, choice = 'clock') => ours(`eie/table-2/${name}/area`, choice);
    const part = (name: string, choice = 'clock') => ours(`eie/memories/${name}/area`, choice).toFixed(3);
    return `One PE takes ${area('pe').toFixed(3)} mm2 and 64 of them ${area('chip').toFixed(1)} mm2; the paper has 0.638 and 40.8. The sum here is of SRAM (the arrays that fit the clock: ${part('sparse-matrix')}, ${part('pointers')}, ${part('activations')} mm2;
CACTI's picks take ${part('sparse-matrix', 'ed2')}, ${part('pointers', 'ed2')}, ${part('activations', 'ed2')}; Table II: 0.469 for the sparse-matrix read, 0.122 for the pointer read), flip-flops and arithmetic; the layout has
3.8 % filler and a clock tree.`;
  },
};
