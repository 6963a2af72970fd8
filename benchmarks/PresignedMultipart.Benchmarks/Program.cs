using PresignedMultipart.Benchmarks;

if (args is ["concurrency-trace", string path])
{
    ConcurrencyTrace.Write(path);
    return;
}

BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(BenchmarkStore).Assembly).Run(args);
