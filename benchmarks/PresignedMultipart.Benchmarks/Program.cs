using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using PresignedMultipart.Benchmarks;

if (args is ["concurrency-trace", string path])
{
    ConcurrencyTrace.Write(path);
    return;
}

// Two minutes, the default, are too few for a build on a busy machine.
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkStore).Assembly).Run(args, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10)));
