// Kernels of measure.py: weights of a matrix-vector product in several forms, and decode attention over a key-value
// cache.
#include <cuda_fp16.h>
#include <cuda_fp8.h>
extern "C" {
#define WARPS 16
__device__ __forceinline__ float wsum(float a) {
  for (int o = 16; o; o >>= 1) a += __shfl_xor_sync(~0u, a, o);
  return a;
}
__device__ __forceinline__ void loadx(__half* xs, const __half* x, int K) {
  const uint4* s = (const uint4*)x;
  uint4* d = (uint4*)xs;
  for (int i = threadIdx.x; i < K / 8; i += blockDim.x) d[i] = s[i];
  if (threadIdx.x < 8) xs[K + threadIdx.x] = __float2half(0.f);
  __syncthreads();
}
#define PROLOGUE                                              \
  extern __shared__ __align__(16) __half xs[];                \
  loadx(xs, x, K);                                            \
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5; \
  const int step = gridDim.x * (blockDim.x >> 5);
#define ROWS for (int row = blockIdx.x * (blockDim.x >> 5) + warp; row < M; row += step)

__global__ void stream_read(const uint4* a, long long n, float* out) {
  unsigned acc = 0;
  long long s = (long long)gridDim.x * blockDim.x;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += s) {
    uint4 v = a[i];
    acc ^= v.x ^ v.y ^ v.z ^ v.w;
  }
  if (acc == 0x12345678u) out[0] = 1.f;
}

__global__ void dense(const __half* w, const __half* x, float* y, int M, int K) {
  PROLOGUE
  ROWS {
    const uint4* r = (const uint4*)(w + (long long)row * K);
    const uint4* xv = (const uint4*)xs;
    float a = 0;
#pragma unroll 4
    for (int i = lane; i < K / 8; i += 32) {
      uint4 v = r[i];
      uint4 u = xv[i];
      const __half2* p = (const __half2*)&v;
      const __half2* q = (const __half2*)&u;
#pragma unroll
      for (int j = 0; j < 4; j++) {
        float2 f = __half22float2(p[j]), g = __half22float2(q[j]);
        a = fmaf(f.x, g.x, a);
        a = fmaf(f.y, g.y, a);
      }
    }
    a = wsum(a);
    if (!lane) y[row] = a;
  }
}

__global__ void bitmask(const unsigned* mask, const __half* vals, const int* ptr, const __half* x, float* y, int M,
                        int K) {
  PROLOGUE
  const unsigned lt = (1u << lane) - 1;
  const int W = K / 32;
  ROWS {
    float a = 0;
    int at = ptr[row];
    const unsigned* mr = mask + (long long)row * W;
    unsigned nx = lane < W ? mr[lane] : 0u;
    for (int it = 0; it < W; it += 32) {
      unsigned mine = nx;
      nx = (it + 32 + lane < W) ? mr[it + 32 + lane] : 0u;
      int n = __popc(mine), inc = n;
#pragma unroll
      for (int o = 1; o < 32; o <<= 1) {
        int q = __shfl_up_sync(~0u, inc, o);
        if (lane >= o) inc += q;
      }
      int off = at + inc - n;
      at += __shfl_sync(~0u, inc, 31);
#pragma unroll
      for (int j = 0; j < 32; j += 8) {
        __half w[8];
        unsigned m[8];
#pragma unroll
        for (int k = 0; k < 8; k++) {
          m[k] = __shfl_sync(~0u, mine, j + k);
          int o = __shfl_sync(~0u, off, j + k);
          w[k] = ((m[k] >> lane) & 1) ? vals[o + __popc(m[k] & lt)] : __ushort_as_half(0);
        }
#pragma unroll
        for (int k = 0; k < 8; k++) a = fmaf(__half2float(w[k]), __half2float(xs[min((it + j + k) * 32 + lane, K)]), a);
      }
    }
    a = wsum(a);
    if (!lane) y[row] = a;
  }
}

__global__ void two4(const __half* vals, const unsigned short* meta, const __half* x, float* y, int M, int K) {
  PROLOGUE
  const int n = K / 16;
  const uint4* xv = (const uint4*)xs;
  ROWS {
    float a = 0;
    const uint4* r = (const uint4*)(vals + (long long)row * (K / 2));
    const unsigned short* mr = meta + (long long)row * n;
#pragma unroll 2
    for (int i = lane; i < n; i += 32) {
      uint4 v = r[i];
      unsigned m = mr[i];
      uint4 u0 = xv[2 * i], u1 = xv[2 * i + 1];
      unsigned xw[8] = {u0.x, u0.y, u0.z, u0.w, u1.x, u1.y, u1.z, u1.w};
      const __half* vh = (const __half*)&v;
#pragma unroll
      for (int k = 0; k < 8; k++) {
        unsigned id = (m >> (2 * k)) & 3;
        unsigned w = (id & 2) ? xw[(k >> 1) * 2 + 1] : xw[(k >> 1) * 2];
        unsigned short h = (id & 1) ? (w >> 16) : (w & 0xffff);
        a = fmaf(__half2float(vh[k]), __half2float(__ushort_as_half(h)), a);
      }
    }
    a = wsum(a);
    if (!lane) y[row] = a;
  }
}

__global__ void packed(const unsigned* e, const int* ptr, const __half* x, float* y, int M, int K) {
  PROLOGUE
  ROWS {
    float a = 0;
    int s = ptr[row], t = ptr[row + 1];
#pragma unroll 4
    for (int i = s + lane; i < t; i += 32) {
      unsigned u = e[i];
      a = fmaf(__half2float(__ushort_as_half((unsigned short)(u >> 16))), __half2float(xs[u & 0xffff]), a);
    }
    a = wsum(a);
    if (!lane) y[row] = a;
  }
}

// EIE's form: one byte an entry, low nibble the code, high nibble the zeros before it; rows padded to eight entries by
// code 0
__global__ void relative(const uint2* e, const int* ptr, const float* book, const __half* x, float* y, int M, int K) {
  __shared__ float cb[16];
  if (threadIdx.x < 16) cb[threadIdx.x] = book[threadIdx.x];
  PROLOGUE
  ROWS {
    float a = 0;
    int s = ptr[row], t = ptr[row + 1];
    int base = 0;
    uint2 nx = (s + lane < t) ? e[s + lane] : make_uint2(0, 0);
    for (int i = s; i < t; i += 32) {
      uint2 u = nx;
      nx = (i + 32 + lane < t) ? e[i + 32 + lane] : make_uint2(0, 0);
      unsigned g0 = (u.x >> 4) & 0x0f0f0f0fu, g1 = (u.y >> 4) & 0x0f0f0f0fu;
      int sum = __dp4a((int)g0, 0x01010101, __dp4a((int)g1, 0x01010101, 8));
      int inc = sum;
#pragma unroll
      for (int o = 1; o < 32; o <<= 1) {
        int q = __shfl_up_sync(~0u, inc, o);
        if (lane >= o) inc += q;
      }
      int col = base + inc - sum - 1;
      base += __shfl_sync(~0u, inc, 31);
#pragma unroll
      for (int k = 0; k < 8; k++) {
        unsigned b = ((k < 4 ? u.x : u.y) >> (8 * (k & 3))) & 255u;
        col += (int)(b >> 4) + 1;
        a = fmaf(cb[b & 15u], __half2float(xs[min(col, K)]), a);
      }
    }
    a = wsum(a);
    if (!lane) y[row] = a;
  }
}
}
// decode attention: one block a (batch, key-value head, split); half a warp a key; online softmax
__device__ __forceinline__ void load(const __half* p, __half2* f) {
  uint4 v = *(const uint4*)p;
  const __half2* h = (const __half2*)&v;
#pragma unroll
  for (int j = 0; j < 4; j++) f[j] = h[j];
}
__device__ __forceinline__ void load(const unsigned char* p, __half2* f) {
  uint4 v = *(const uint4*)p;
  const unsigned short* h = (const unsigned short*)&v;
#pragma unroll
  for (int j = 0; j < 8; j++) f[j] = __half2(__nv_cvt_fp8x2_to_halfraw2(h[j], __NV_E4M3));
}
template <typename T, int G, int LPG>
__device__ void attend(const __half* q, const T* k, const T* v, float* po, float* pm, int Tn, int splits) {
  const int NV = 64 / LPG, VAL = 128 / LPG, HW = 128 / LPG;
  int h = blockIdx.x, sp = blockIdx.y;
  int lane = threadIdx.x % LPG, hw = threadIdx.x / LPG;
  int per = (Tn + splits - 1) / splits, t0 = sp * per, t1 = min(Tn, t0 + per);
  __half2 qf[G][NV];
  float acc[G][VAL], m[G], l[G];
#pragma unroll
  for (int g = 0; g < G; g++) {
    m[g] = -1e30f;
    l[g] = 0;
    const __half* qp = q + ((long long)h * G + g) * 128 + lane * VAL;
#pragma unroll
    for (int j = 0; j < NV; j++)
      qf[g][j] = __floats2half2_rn(__half2float(qp[2 * j]) * 0.08838834764831845f,
                                   __half2float(qp[2 * j + 1]) * 0.08838834764831845f);
#pragma unroll
    for (int j = 0; j < VAL; j++) acc[g][j] = 0;
  }
  const T* kb = k + (long long)h * Tn * 128 + lane * VAL;
  const T* vb = v + (long long)h * Tn * 128 + lane * VAL;
  for (int t = t0; t < t1; t += 4 * HW) {
    __half2 kf[4][NV], vf[4][NV];
#pragma unroll
    for (int c = 0; c < 4; c++) load(kb + (long long)min(t + hw + c * HW, Tn - 1) * 128, kf[c]);
#pragma unroll
    for (int c = 0; c < 4; c++) load(vb + (long long)min(t + hw + c * HW, Tn - 1) * 128, vf[c]);
#pragma unroll
    for (int g = 0; g < G; g++) {
      float s[4];
#pragma unroll
      for (int c = 0; c < 4; c++) {
        __half2 d2 = __hmul2(qf[g][0], kf[c][0]);
#pragma unroll
        for (int j = 1; j < NV; j++) d2 = __hfma2(qf[g][j], kf[c][j], d2);
        float d = __low2float(d2) + __high2float(d2);
#pragma unroll
        for (int o = LPG / 2; o; o >>= 1) d += __shfl_xor_sync(~0u, d, o);
        s[c] = (t + hw + c * HW < t1) ? d : -1e30f;
      }
      float mn = fmaxf(fmaxf(fmaxf(s[0], s[1]), fmaxf(s[2], s[3])), m[g]);
      float f = __expf(m[g] - mn);
      m[g] = mn;
      l[g] *= f;
      __half2 p[4];
#pragma unroll
      for (int c = 0; c < 4; c++) {
        float e = (s[c] > -1e29f) ? __expf(s[c] - mn) : 0.f;
        l[g] += e;
        p[c] = __float2half2_rn(e);
      }
#pragma unroll
      for (int j = 0; j < NV; j++) {
        __half2 o = __hmul2(p[0], vf[0][j]);
#pragma unroll
        for (int c = 1; c < 4; c++) o = __hfma2(p[c], vf[c][j], o);
        acc[g][2 * j] = fmaf(acc[g][2 * j], f, __low2float(o));
        acc[g][2 * j + 1] = fmaf(acc[g][2 * j + 1], f, __high2float(o));
      }
    }
  }
  __shared__ float sm[HW][G], sl[HW][G], so[HW][G][128];
#pragma unroll
  for (int g = 0; g < G; g++) {
    if (!lane) {
      sm[hw][g] = m[g];
      sl[hw][g] = l[g];
    }
#pragma unroll
    for (int j = 0; j < VAL; j++) so[hw][g][lane * VAL + j] = acc[g][j];
  }
  __syncthreads();
  for (int g = 0; g < G; g++) {
    float M = -1e30f;
    for (int i = 0; i < HW; i++) M = fmaxf(M, sm[i][g]);
    float L = 0, o = 0;
    for (int i = 0; i < HW; i++) {
      float f = __expf(sm[i][g] - M);
      L += sl[i][g] * f;
      o += so[i][g][threadIdx.x] * f;
    }
    long long at = ((long long)h * G + g) * splits + sp;
    po[at * 128 + threadIdx.x] = o;
    if (!threadIdx.x) {
      pm[2 * at] = M;
      pm[2 * at + 1] = L;
    }
  }
}
extern "C" {
#define A(name, T, G, P)                                                                        \
  __global__ void __launch_bounds__(128)                                                        \
      name(const __half* q, const T* k, const T* v, float* po, float* pm, int Tn, int splits) { \
    attend<T, G, P>(q, k, v, po, pm, Tn, splits);                                               \
  }
A(att_h1, __half, 1, 16)
A(att_h4, __half, 4, 16) A(att_i1, unsigned char, 1, 8) A(att_i4, unsigned char, 4, 8) __global__
    void merge(const float* po, const float* pm, __half* o, int splits) {
  long long h = blockIdx.x;
  float M = -1e30f;
  for (int i = 0; i < splits; i++) M = fmaxf(M, pm[2 * (h * splits + i)]);
  float L = 0, a = 0;
  for (int i = 0; i < splits; i++) {
    float f = __expf(pm[2 * (h * splits + i)] - M);
    L += pm[2 * (h * splits + i) + 1] * f;
    a += po[(h * splits + i) * 128 + threadIdx.x] * f;
  }
  o[h * 128 + threadIdx.x] = __float2half(a / L);
}
}
