/** Numbers as read: Float64Array where the file holds more than fp32 can (f64, 32- and 64-bit integers). */
export type Values = Float32Array | Float64Array;
