/** How to read each chart, for who sees it the first time. */
export const chartNotes: Readonly<Record<string, string>> = {
  'arithmetic-against-memory':
    'Energy of computing (circle) and of memory access (square) of each layer, on a logarithmic axis: one grid line to the next is ten times. The number says how many times memory takes more.',
  'energy-by-component': 'Each bar is the energy of a layer, divided into the components of the machine that take it.',
  'energy-share-by-component':
    'Energy of each layer drawn to 100 %, divided into the components of the machine, so that small layers can be read too.',
  'measured-platforms':
    'Energy of the same layers, or of a token for 10^9 weights: the simulated machine, and real cards by their own counters. The mark is net of the power of the idle card, of the simulated machine net of leakage.',
  'measured-platforms-compared':
    'Energy of the same layers, or of a token for 10^9 weights: the simulated machines, and real cards by their own counters. The mark is net of the power of the idle card, of simulated machines net of leakage.',
  'time-simulated-against-published':
    'Time of each layer as simulated (bar) and as published (mark); the per cent are the difference.',
  'load-balance':
    'Each thin line is one processing element: the share of the cycles in which it did not wait for work. The further apart the lines of a layer, the worse its work is spread.',
  'processing-element-cycles':
    'What the processing elements did in their cycles: multiplying, processing a padding zero that multiplies nothing (both are busy cycles), stepping over an empty column, or waiting for work (starved).',
  'array-cycles':
    'What the systolic array did in its cycles: operands stream through it (active), the next weights are shifted in, the last sums run out (drain), or it waits for weights from DRAM (stall).',
  timeline:
    'Of each processing element the lower band shows what it does in each cycle, the upper one how many activations wait in its queue; black where its full queue holds up the broadcast to all.',
  'queue-depth-against-efficiency':
    'Share of the cycles in which processing elements do not wait, against how many activations can queue in front of them. A deeper queue evens out the load, up to a point.',
  'speed-up-against-processing-elements':
    'How many times faster than the smallest machine. On the dashed line (ideal) each further processing element would help in full.',
  'real-work-against-processing-elements':
    'Share of the stored entries that are real weights. The rest is padding zeros, which gaps need that do not fit the index; more processing elements make the gaps shorter.',
  'load-balance-against-processing-elements':
    'Share of the cycles in which processing elements do not wait for work: with more of them each has fewer rows, so chance evens out less.',
  'sram-width-against-energy':
    'A wider memory is read less often (top) but costs more each time (middle); the product (bottom) is what counts.',
  'precision-against-accuracy': 'Energy of one multiplication in each number format, and what accuracy it leaves.',
  'density-against-accuracy': 'What is lost when fewer weights are kept.',
  'sweep-lines': 'Each metric against the axes of the sweep, everything else equal along a line.',
  'sweep-by-layer': 'The same metric, layer by layer.',
  'heat-map': 'Each cell is one point of the sweep; a cross is a point without a value.',
  'pareto-front':
    'Each point of the sweep by two of its metrics. On the line nothing can be had for less: any other point is worse in one of the two.',
  comparison:
    'How much each number changed from the first result, in per cent: to the left less, to the right more, and beside it whether that is better or worse.',
  'comparison-along-axis':
    'The same metrics of each result along the axis with the most values, everything else equal along a line.',
  ladder:
    'Each step down is one idea of the machine; the length of its bar is how many times less energy it leaves, on a logarithmic axis.',
  'ladder-energy': 'What arithmetic and memory take on each rung, on a logarithmic axis.',
  crossover:
    'Each cell is a generated layer of that density, that many inputs together; its colour is the machine that takes the least energy for one of them, and the number how many times as much the next best takes.',
  'crossover-time': 'The same by time: the colour is the machine that takes the least time for one input.',
  'energy-by-machine':
    'What an inference takes on each machine for arithmetic, for memory and for the rest, on a logarithmic axis; the diamond is all of it.',
  'time-against-energy':
    'Each machine by time and energy of one inference, on logarithmic axes: left and down is better. Grey is measured on a real card, all of its power counted.',
  'operation-costs': 'Energy of one operation, on a logarithmic axis: one grid line to the next is ten times.',
  'error-against-energy':
    'The way of a network through its training: energy of an inference to the right, on a logarithmic axis, errors upwards; below and to the left is better.',
  'error-against-bytes':
    'The way of a network through its training: bytes of the network to the right, on a logarithmic axis, errors upwards; below and to the left is better.',
  'training-curve':
    'Error on the training and on the test data behind every epoch, stage after stage, on a logarithmic axis: each pruning is a step up that retraining takes back.',
  'pruning-trade-off':
    'Loss of accuracy against the share of weights pruned away, a line for each way to prune: without retraining accuracy falls early, retraining moves the fall to the right, and pruning in rounds further still.',
  'bits-against-accuracy':
    'Accuracy against the bits of a shared weight, for each way to choose the first values; dashed before the values are fine-tuned, solid behind it.',
  'size-against-accuracy':
    'Accuracy against the size of the network, in per cent of the one in fp32: pruning alone, sharing alone, and both.',
  'weight-histograms':
    'How many weights of a layer have each value, before pruning, behind it and retrained: pruning cuts out the middle, and what is left closes up when it learns.',
  'codebook-histograms':
    'The weights of a layer and the values that they share, before and behind fine-tuning: each line is a value, which moves to where it serves its weights best.',
  'huffman-lengths':
    'How often each code and each gap occurs (bars), and the bits of its Huffman code (dots): what is frequent is short.',
  'sensitivity-by-layer':
    'Error if one layer alone is pruned and nothing is retrained: a line that rises late belongs to a layer that bears pruning well.',
  'stored-bytes-by-stage':
    'What the bytes of the network are behind each stage that changes them, and how many times fewer they are than in fp32.',
  'stored-bytes-by-layer': 'What the bytes of each layer are at the end, drawn to 100 %.',
  'first-layer-mask':
    'Each dot is a weight of the first layer that is left; of images the columns show the rows of pixels as bands, and nothing is left where no pixel is ever lit.',
  'weight-formats': 'Bits for each weight of a matrix, zeros included, in each way to store it.',
  'number-formats': 'From the smallest to the largest number that each format holds, and how finely.',
  'bits-per-weight': 'What is stored for one weight that is kept: its code, its index, and both after Huffman coding.',
};
