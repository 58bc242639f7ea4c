# Measures on one NVIDIA card: decode attention (key-value cache), weights of a 7B-shaped token in sparse formats, prefill.
# Needs PyTorch, CuPy and nvidia-ml-py; leaves the card's settings alone. OUT=folder python3 measure.py: two minutes, energy.json and results.json.
# Energy: the card's own counter, polled by a process of its own; power = slope between the counter's update edges.
import json, math, multiprocessing as mp, os, sys, time

OUT = os.environ.get('OUT', '/tmp/out')
os.makedirs(OUT, exist_ok=True)


def poll(path, stop):
    import pynvml as n

    n.nvmlInit()
    h = n.nvmlDeviceGetHandleByIndex(0)
    rows = []
    last = None
    while not stop.is_set():
        e = n.nvmlDeviceGetTotalEnergyConsumption(h)
        if e != last:
            rows.append((time.monotonic(), e))
            last = e
        time.sleep(0.004)
    json.dump(rows, open(path, 'w'))


SRC = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'kernels.cu')).read()


def main():
    stop = mp.Event()
    p = mp.Process(target=poll, args=(OUT + '/energy.json', stop))
    p.start()
    t00 = time.monotonic()
    import numpy as np, torch, cupy, torch.nn.functional as F
    from torch.nn.attention import SDPBackend, sdpa_kernel
    import pynvml as nv

    nv.nvmlInit()
    nh = nv.nvmlDeviceGetHandleByIndex(0)
    dev = 'cuda'
    torch.manual_seed(1)
    torch.zeros(1, device=dev)
    name = torch.cuda.get_device_name(0)
    SM = torch.cuda.get_device_properties(0).multi_processor_count
    meta = {
        'device': name,
        'driver': nv.nvmlSystemGetDriverVersion(),
        'torch': torch.__version__,
        'cuda': torch.version.cuda,
        'sms': SM,
    }
    mod = cupy.RawModule(code=SRC, options=('--std=c++17', '-I/usr/local/cuda/include'), backend='nvrtc')
    K = {
        n: mod.get_function(n)
        for n in [
            'stream_read',
            'dense',
            'bitmask',
            'two4',
            'packed',
            'relative',
            'att_h1',
            'att_h4',
            'att_i1',
            'att_i4',
            'merge',
        ]
    }
    i32 = np.int32

    def ptr(t):
        return np.uint64(t.data_ptr())

    def launch(k, grid, block, args, shared=0):
        with cupy.cuda.ExternalStream(torch.cuda.current_stream().cuda_stream):
            K[k](grid, block, tuple(ptr(a) if torch.is_tensor(a) else a for a in args), shared_mem=shared)

    print({k: f.num_regs for k, f in K.items()})
    print('compiled', round(time.monotonic() - t00, 1), flush=True)
    windows = []

    def graph(fn):
        s = torch.cuda.Stream()
        with torch.cuda.stream(s):
            fn()
            fn()
        torch.cuda.synchronize()
        g = torch.cuda.CUDAGraph()
        with torch.cuda.graph(g):
            fn()
        g.replay()
        torch.cuda.synchronize()
        return g

    def window(nm, g, seconds=2.5, **extra):
        a, b = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        times = []
        for _ in range(5):
            a.record()
            g.replay()
            b.record()
            b.synchronize()
            times.append(a.elapsed_time(b))
        t = sorted(times)[2] / 1e3
        n = max(3, int(seconds / t))
        chunk = max(1, int(0.05 / t))
        torch.cuda.synchronize()
        t0 = time.monotonic()
        a.record()
        done = 0
        ev = []
        while done < n:
            for _ in range(min(chunk, n - done)):
                g.replay()
            done += min(chunk, n - done)
            e = torch.cuda.Event()
            e.record()
            ev.append(e)
            if len(ev) > 3:
                ev.pop(0).synchronize()
        b.record()
        b.synchronize()
        t1 = time.monotonic()
        windows.append(
            {
                'name': nm,
                't0': t0,
                't1': t1,
                'replays': n,
                'second': a.elapsed_time(b) / 1e3 / n,
                'C': nv.nvmlDeviceGetTemperature(nh, 0),
                'MHz': nv.nvmlDeviceGetClockInfo(nh, 1),
                **extra,
            }
        )
        print(
            nm,
            f'{windows[-1]["second"]*1e6:.1f} us',
            {k: v for k, v in extra.items() if k == 'bytes'},
            f'{extra.get("bytes",0)/windows[-1]["second"]/1e12:.2f} TB/s',
            flush=True,
        )

    def idle(nm):
        torch.cuda.synchronize()
        t0 = time.monotonic()
        time.sleep(3)
        windows.append(
            {'name': nm, 't0': t0, 't1': time.monotonic(), 'idle': True, 'C': nv.nvmlDeviceGetTemperature(nh, 0)}
        )

    idle('idle before')

    checks = {}

    def check(nm, got, want, limit=5e-3):
        e = float((got.double() - want.double()).norm() / want.double().norm())
        checks[nm] = e
        if not e < limit:
            print('WRONG', nm, e, flush=True)
        return e < limit

    # --- streaming read, the control of both earlier runs
    big = torch.randint(-(2**31), 2**31 - 1, (1 << 30,), dtype=torch.int32, device=dev)  # 4 GiB
    o1 = torch.zeros(4, device=dev)
    window(
        'HBM read',
        graph(lambda: launch('stream_read', (SM * 8,), (512,), (big, np.int64(big.numel() // 4), o1))),
        bytes=big.numel() * 4,
    )
    del big

    # --- weights of a 7B-shaped token
    SHAPES = [(4096, 4096)] * 4 + [(11008, 4096)] * 2 + [(4096, 11008)]
    BLOCKS = 8
    W = sum(m * k for m, k in SHAPES) * 32
    xs = {k: (torch.rand(k, device=dev) - 0.5).half() for k in (4096, 11008)}
    ys = {m: torch.zeros(m, device=dev) for m in (4096, 11008)}
    book = torch.cat([torch.zeros(1), torch.randn(15) * 0.05]).to(dev)
    TH = (512,)

    def grid(k):
        return (SM * min(4, 65536 // (-(-K[k].num_regs // 8) * 8 * 512)),)

    def build(form, density):
        sets = []
        total = 0
        for b in range(BLOCKS):
            row = []
            for i, (m, k) in enumerate(SHAPES):
                if form == 'dense':
                    w = (torch.randn(m, k, device=dev) * 0.05).half()
                    args = ('dense', (w, xs[k], ys[m], i32(m), i32(k)))
                    size = w.numel() * 2
                    ref = w
                elif form == 'two4':
                    r = torch.rand(m, k // 4, 4, device=dev)
                    idx = r.topk(2, dim=2).indices.sort(dim=2).values
                    vals = (torch.randn(m, k // 2, device=dev) * 0.05).half()
                    iv = idx.reshape(m, k // 16, 8).int()
                    meta_ = torch.zeros(m, k // 16, dtype=torch.int32, device=dev)
                    for j in range(8):
                        meta_ |= iv[:, :, j] << (2 * j)
                    meta16 = (meta_ & 0xFFFF).to(torch.int32)
                    meta16 = torch.where(meta16 > 32767, meta16 - 65536, meta16).to(torch.int16)
                    ref = None
                    if b == 0:
                        ref = (
                            torch.zeros(m, k // 4, 4, device=dev)
                            .scatter_(2, idx, vals.float().reshape(m, k // 4, 2))
                            .reshape(m, k)
                        )
                    args = ('two4', (vals, meta16, xs[k], ys[m], i32(m), i32(k)))
                    size = vals.numel() * 2 + meta16.numel() * 2
                else:
                    mask = torch.rand(m, k, device=dev) < density
                    nz = mask.nonzero()
                    rows_, cols = nz[:, 0], nz[:, 1]
                    counts = mask.sum(1)
                    if form in ('bitmask', 'packed'):
                        v = (torch.randn(rows_.numel(), device=dev) * 0.05).half()
                        p_ = F.pad(counts.cumsum(0), (1, 0)).int()
                        ref = torch.zeros(m, k, device=dev).masked_scatter_(mask, v.float()) if b == 0 else None
                        if form == 'bitmask':
                            mw = mask.reshape(m, k // 32, 32).long() << torch.arange(32, device=dev)
                            mw = mw.sum(2)
                            mw = torch.where(mw >= 2**31, mw - 2**32, mw).int()
                            v = F.pad(v, (0, 64))
                            args = ('bitmask', (mw, v, p_, xs[k], ys[m], i32(m), i32(k)))
                            size = (rows_.numel() * 2) + mw.numel() * 4 + p_.numel() * 4
                        else:
                            e = cols | ((v.view(torch.int16).long() & 0xFFFF) << 16)
                            e = torch.where(e >= 2**31, e - 2**32, e).int()
                            args = ('packed', (e, p_, xs[k], ys[m], i32(m), i32(k)))
                            size = e.numel() * 4 + p_.numel() * 4
                    else:  # relative index of four bits, codes of four bits
                        first = torch.ones_like(rows_, dtype=torch.bool)
                        first[1:] = rows_[1:] != rows_[:-1]
                        prev = torch.where(first, torch.full_like(cols, -1), F.pad(cols[:-1], (1, 0)))
                        zeros = cols - prev - 1
                        pads = zeros // 16
                        rem = zeros - 16 * pads
                        code = torch.randint(1, 16, (rows_.numel(),), device=dev)
                        ref = torch.zeros(m, k, device=dev).masked_scatter_(mask, book[code]) if b == 0 else None
                        n = pads + 1
                        ends = n.cumsum(0)
                        tot = int(ends[-1])
                        ent = torch.full((tot,), 0xF0, dtype=torch.long, device=dev)
                        ent[ends - 1] = (rem << 4) | code
                        er = torch.repeat_interleave(rows_, n)
                        perrow = torch.zeros(m, dtype=torch.long, device=dev).scatter_add_(0, rows_, n)
                        padded = (perrow + 7) // 8 * 8
                        start = F.pad(padded.cumsum(0), (1, 0))
                        at0 = F.pad(perrow.cumsum(0), (1, 0))
                        flat = torch.zeros(int(start[-1]) + 8, dtype=torch.uint8, device=dev)
                        flat[start[er] + torch.arange(tot, device=dev) - at0[er]] = ent.to(torch.uint8)
                        p_ = (start // 8).int()
                        args = ('relative', (flat, p_, book, xs[k], ys[m], i32(m), i32(k)))
                        size = int(start[-1]) + p_.numel() * 4
                    del mask, nz, rows_, cols
                if b == 0 and i in (0, 4, 6):
                    ys[m].fill_(float('nan'))
                    launch(args[0], grid(args[0]), TH, args[1], (k + 8) * 2)
                    torch.cuda.synchronize()
                    check(f'{form} {density} {m}x{k}', ys[m], ref.double() @ xs[k].double())
                ref = None
                row.append((args, k))
                total += size
            sets.append(row)
        torch.cuda.empty_cache()

        def token():
            for b in range(32):
                for (kn, a), k in sets[b % BLOCKS]:
                    launch(kn, grid(kn), TH, a, (k + 8) * 2)

        return graph(token), total * 32 // BLOCKS, sets

    for form, density in [
        ('dense', 1),
        ('two4', 0.5),
        ('bitmask', 0.5),
        ('packed', 0.5),
        ('relative', 0.5),
        ('relative', 0.25),
        ('packed', 0.1),
        ('relative', 0.1),
        ('bitmask', 0.1),
        ('dense', 1),
    ]:
        g, size, keep = build(form, density)
        window(f'token {form} {density}', g, bytes=size, kind='token', weights=W)
        del g, keep
        torch.cuda.empty_cache()
    print('tokens', round(time.monotonic() - t00, 1), flush=True)

    # --- decode attention of 32 layers, caches of all layers lie apart
    def attention(B, Hkv, G, T, fmt, library=False):
        L = 32
        H = B * Hkv
        q = torch.randn(L, H * G, 128, device=dev).half()
        if fmt == 'fp16':
            k, v = (
                (torch.randn(H * T * 128 * L, device=dev, dtype=torch.float16)).view(L, H, T, 128) for _ in range(2)
            )
        else:
            k, v = (
                torch.cat(
                    [torch.randn(H * T * 128, device=dev).to(torch.float8_e4m3fn).view(torch.uint8) for _ in range(L)]
                ).view(L, H, T, 128)
                for _ in range(2)
            )
        o = torch.zeros(L, H * G, 128, device=dev).half()
        kn = ('att_h' if fmt == 'fp16' else 'att_i') + str(G)
        resident = SM * min(16, 65536 // (-(-K[kn].num_regs // 8) * 8 * 128))
        splits = max(1, min(resident // H, T // 64))
        po = torch.zeros(H * G * splits * 128, device=dev)
        pm = torch.zeros(H * G * splits * 2, device=dev)
        size = 2 * k.numel() * k.element_size()

        def own():
            for l in range(L):
                launch(kn, (H, splits), (128,), (q[l], k[l], v[l], po, pm, i32(T), i32(splits)))
                launch('merge', (H * G,), (128,), (po, pm, o[l], i32(splits)))

        own()
        torch.cuda.synchronize()
        kk, vv = (
            a[3, :4].double() if fmt == 'fp16' else a[3, :4].view(torch.float8_e4m3fn).float().double() for a in (k, v)
        )
        s = (q[3].view(H, G, 128)[:4].double() @ kk.transpose(1, 2)) / math.sqrt(128)
        want = s.softmax(2) @ vv
        nm = f'attention {Hkv}x{G} T{T} B{B} {fmt}'
        check(nm, o[3].view(H, G, 128)[:4], want)
        if not library:
            return [(nm + ' own', graph(own), size)]
        best = None
        qq = [q[l].view(B, Hkv * G, 1, 128) for l in range(L)]
        kl = [k[l].view(B, Hkv, T, 128) for l in range(L)]
        vl = [v[l].view(B, Hkv, T, 128) for l in range(L)]
        for be in (SDPBackend.FLASH_ATTENTION, SDPBackend.CUDNN_ATTENTION, SDPBackend.EFFICIENT_ATTENTION):
            try:

                def lib():
                    with sdpa_kernel(be):
                        for l in range(L):
                            F.scaled_dot_product_attention(qq[l], kl[l], vl[l], enable_gqa=G > 1)

                g = graph(lib)
                a, b = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
                a.record()
                g.replay()
                g.replay()
                b.record()
                b.synchronize()
                t = a.elapsed_time(b) / 2
                print('  library', be, round(t * 1e3, 1), 'us', flush=True)
                if best is None or t < best[0]:
                    best = (t, str(be), g)
            except Exception as e:
                print('  library', be, 'refused:', str(e)[:80], flush=True)
                torch.cuda.synchronize()
        return [(nm + ' own', graph(own), size)] + ([(nm + ' ' + best[1], best[2], size)] if best else [])

    for B, Hkv, G, T, fmt, lib in [
        (1, 32, 1, 1024, 'fp16', False),
        (1, 32, 1, 4096, 'fp16', True),
        (1, 32, 1, 4096, 'fp8', False),
        (8, 32, 1, 4096, 'fp16', False),
        (1, 8, 4, 4096, 'fp16', True),
        (1, 8, 4, 32768, 'fp16', False),
        (1, 8, 4, 32768, 'fp8', False),
        (8, 8, 4, 4096, 'fp16', False),
        (8, 8, 4, 4096, 'fp8', False),
        (1, 32, 1, 1024, 'fp8', False),
    ]:
        try:
            for nm, g, size in attention(B, Hkv, G, T, fmt, lib):
                window(nm, g, bytes=size, kind='attention', batch=B, kvHeads=Hkv, group=G, context=T, format=fmt)
            g = None
        except Exception as e:
            print('FAILED attention', B, Hkv, G, T, fmt, repr(e)[:300], flush=True)
        torch.cuda.empty_cache()
    print('attention', round(time.monotonic() - t00, 1), flush=True)

    # --- prefill of 2048 tokens: linear layers and attention, each alone
    w = [[(torch.randn(m, k, device=dev) * 0.02).half() for m, k in SHAPES] for _ in range(BLOCKS)]
    xin = {k: torch.randn(2048, k, device=dev).half() for k in (4096, 11008)}

    def linear():
        for b in range(32):
            for a in w[b % BLOCKS]:
                torch.mm(xin[a.shape[1]], a.t())

    try:
        window('prefill 2048 linear fp16', graph(linear), kind='prefill', tokens=2048, flop=2 * W * 2048)
    except Exception as e:
        print('FAILED prefill', repr(e)[:300])
    del w
    torch.cuda.empty_cache()
    for T in (2048,):
        q, k, v = (torch.randn(1, 32, T, 128, device=dev).half() for _ in range(3))

        def causal():
            for _ in range(32):
                F.scaled_dot_product_attention(q, k, v, is_causal=True)

        try:
            window(f'prefill {T} attention fp16', graph(causal), kind='prefill', tokens=T)
        except Exception as e:
            print('FAILED prefill attention', repr(e)[:300])
    big = torch.randint(-(2**31), 2**31 - 1, (1 << 30,), dtype=torch.int32, device=dev)
    window(
        'HBM read again',
        graph(lambda: launch('stream_read', (SM * 8,), (512,), (big, np.int64(big.numel() // 4), o1))),
        bytes=big.numel() * 4,
    )
    del big
    idle('idle after')
    stop.set()
    p.join()
    E = json.load(open(OUT + '/energy.json'))
    for x in windows:
        a = x['t0'] + (0.8 if x.get('idle') else 0.45)
        s = [r for r in E if a <= r[0] <= x['t1'] - 0.01]
        x['edges'] = len(s)
        if len(s) > 3:
            x['watt'] = (s[-1][1] - s[0][1]) / 1e3 / (s[-1][0] - s[0][0])
        x['at'] = x['t0'] - t00
    i0, i1 = windows[0], windows[-1]
    for x in windows:
        f = (x['t0'] - i0['t0']) / (i1['t0'] - i0['t0'])
        x['idleW'] = i0['watt'] + f * (i1['watt'] - i0['watt'])
        if not x.get('idle') and 'watt' in x:
            x['grossJ'] = x['watt'] * x['second']
            x['netJ'] = (x['watt'] - x['idleW']) * x['second']
    json.dump({'meta': meta, 'checks': checks, 'windows': windows}, open(OUT + '/results.json', 'w'), indent=1)
    print(json.dumps(meta))
    print(checks)
    for x in windows:
        print(
            x['name'],
            f"{x.get('watt',0):.1f} W idle {x['idleW']:.1f}",
            f"{x.get('second',0)*1e6:.1f} us gross {x.get('grossJ',0):.5g} net {x.get('netJ',0):.5g} J",
            x['edges'],
        )


if __name__ == '__main__':
    mp.set_start_method('spawn')
    main()
