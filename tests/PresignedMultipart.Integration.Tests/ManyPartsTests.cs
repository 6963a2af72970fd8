using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace PresignedMultipart.Integration.Tests;

/// <summary>As many parts as S3 takes, as small as the server takes them.</summary>
[Collection(AloneCollection.Name)]
public sealed class ManyPartsTests(StorageServer server, ITestOutputHelper output) : IClassFixture<StorageServer>
{
    [Fact]
    public async Task As_many_parts_as_S3_takes_are_uploaded_listed_and_joined_in_little_memory()
    {
        using var files = new TestFiles();
        const int count = S3Limits.MaxPartCount;
        string path = files.Create(((long)count * server.SmallestPart) - 7);
        var target = new UploadTarget(server.Bucket, "many parts");
        var watch = Stopwatch.StartNew();
        TimeSpan sent = default, listed = default;
        long before = GC.GetTotalMemory(forceFullCollection: true), kept = 0;
        var provider = new InterceptedProvider(server.Provider)
        {
            BeforeCompletion = async upload =>
            {
                sent = watch.Elapsed;
                kept = GC.GetTotalMemory(forceFullCollection: true) - before;
                await AssertListedAsync(upload, count);
                listed = watch.Elapsed;
            },
        };
        MultipartUploadOptions options = SmallParts.Options(server.SmallestPart);
        options.ProgressInterval = TimeSpan.FromMilliseconds(50);
        using var uploader = new MultipartUploader(provider, options);
        var memory = new HighestMemory();

        UploadResult result = await uploader.UploadFileAsync(path, target, memory);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"measured: {count} parts of {server.SmallestPart} bytes sent in {sent.TotalSeconds:0.0} s, listed in {(listed - sent).TotalSeconds:0.0} s, joined in {(watch.Elapsed - listed).TotalSeconds:0.0} s; " +
            $"{kept >> 20} MiB kept before the completion, {(memory.Managed - before) >> 20} MiB at most with garbage, process {memory.WorkingSet >> 20} MiB"));
        Assert.Equal(count, result.PartCount);
        Assert.EndsWith($"-{count}", (await server.Client.GetObjectMetadataAsync(server.Bucket, target.Key)).ETag.Trim('"'), StringComparison.Ordinal);
        await server.AssertSameBytesAsync(path, target.Key);
        // A receipt a part is kept, with its ETag and its sum; and the pool's blocks.
        Assert.InRange(kept, 0, 24 << 20);
    }

    private async Task AssertListedAsync(MultipartUpload upload, int count)
    {
        // S3 lists 1,000 a page.
        int expected = 0;
        await foreach (StoredPart part in server.Provider.ListPartsAsync(upload))
        {
            Assert.Equal((++expected, expected < count ? server.SmallestPart : server.SmallestPart - 7), (part.PartNumber, (int)part.Length));
        }

        Assert.Equal(count, expected);
    }

    private sealed class HighestMemory : IProgress<UploadProgress>
    {
        public long Managed { get; private set; }

        public long WorkingSet { get; private set; }

        public void Report(UploadProgress value)
        {
            Managed = Math.Max(Managed, GC.GetTotalMemory(forceFullCollection: false));
            WorkingSet = Math.Max(WorkingSet, Environment.WorkingSet);
        }
    }
}
