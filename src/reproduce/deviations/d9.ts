import type { Deviation } from './deviation.ts';

export const d9: Deviation = {
  number: 9,
  title: 'Accuracy against the number format (Fig. 10)',
  cause:
    'AlexNet and ImageNet are not at hand, so that accuracy cannot be computed; the energies of multiplies are those of the formats.',
  text: () => `AlexNet's top-5 accuracy is 80.3 % in fp32, 79.8 % in 16 bits and 53 % in 8 bits. AlexNet's weights and ImageNet are not at hand. The digits of
[examples/digits](examples/digits) (784 - 64 - 10, pruned to 8 %, 15 shared weights a layer; 500 held-out images of MNIST) have a top-1 accuracy of 94.2 % in
fp32, 94.4 % in 16 bits (q7.8), 91.0 % in 8 bits (q3.4) and 43.8 % in 4 bits (q1.2): the same order and the same knee, four bits later. From fp32 to 16 bits one
image of 500 changes; at 8 bits more are lost than chance explains (McNemar, two standard deviations), but 3 points and not 27. A network of two layers and ten
classes has fewer roundings between input and output and wider margins between its outputs than one of eight layers and 1000 classes. With fraction bits chosen
for each layer 8 bits reach 92.6 %.`,
};
