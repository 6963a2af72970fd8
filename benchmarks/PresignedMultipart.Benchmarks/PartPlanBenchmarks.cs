using BenchmarkDotNet.Attributes;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Benchmarks;

/// <summary>Cutting an object of 48.8 TiB, the largest there is: 10,000 parts. The baseline is a loop that counts.</summary>
[MemoryDiagnoser]
public class PartPlanBenchmarks
{
    private static readonly MultipartUploadOptions Options = new();

    [Benchmark(Baseline = true)]
    public long Count()
    {
        long end = 0;
        for (int number = 1; number <= S3Limits.MaxPartCount; number++)
        {
            end += number;
        }

        return end;
    }

    [Benchmark]
    public long CutIntoParts()
    {
        long end = 0;
        foreach (Part part in PartPlan.Create(S3Limits.MaxObjectSize, Options, PresignedUrlProviderCapabilities.All).Parts())
        {
            end = part.Offset + part.Length;
        }

        return end;
    }
}
