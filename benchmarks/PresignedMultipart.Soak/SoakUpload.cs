using System.Net;
using PresignedMultipart.Integration.Tests;
using PresignedMultipart.S3;

namespace PresignedMultipart.Soak;

/// <summary>Carries out a plan, and compares what the storage has in the end.</summary>
internal sealed class SoakUpload(SoakServer server, SoakReport report, string journalFolder)
{
    public async Task RunAsync(SoakPlan plan)
    {
        using var files = new TestFiles();
        string path = files.Create(plan.Size, plan.Number);
        string key = $"{plan.Number}-{plan.Source}";
        int killsBefore = server.Kills;
        await using var relay = new Relay(server.Endpoint, plan.Fault, plan.Struck, plan.Times)
        {
            Meanwhile = () => plan.KillsGateway ? server.RestartAsync() : Task.Delay(plan.Delay),
        };
        using S3PresignedUrlProvider provider = SoakServer.ProviderThrough(relay);
        await using var uploader = new MultipartUploader(provider, Options(plan), loggerFactory: report.Retries);
        try
        {
            (UploadResult result, bool resumed) = await UploadAsync(uploader, plan, path, new UploadTarget(server.Bucket, key));
            report.Complete(result, await server.IsSameAsync(path, key), resumed, plan);
            if (killsBefore != server.Kills)
            {
                report.ListStill(await server.AbortListedAsync(key));
            }
        }
        catch (UploadException failure) when (killsBefore != server.Kills
            && failure is { Outcome: UploadOutcome.NotCompleted, StatusCode: HttpStatusCode.InternalServerError })
        {
            // A Ceph that was killed with the upload's lock in its hand refuses every completion for ten minutes.
            report.Refuse();
            if ((await server.KeysAsync()).Contains(key))
            {
                report.Break($"{plan}: said not to be completed, and the object is there");
            }

            if (failure.CanResume)
            {
                await uploader.DiscardAsync(new UploadTarget(server.Bucket, key));
            }
            else if (failure.LeftParts)
            {
                // The lock keeps it from being aborted too.
                report.ListStill(1);
                report.Expect(key);
            }
        }

        report.Strike(relay.Struck);
        await server.DeleteAsync(key);
    }

    private MultipartUploadOptions Options(SoakPlan plan) => new()
    {
        PartSize = S3Limits.MinPartSize,
        SinglePutThreshold = plan.InParts ? 0 : 16 << 20,
        MaxConcurrency = plan.Concurrency,
        MaxAttempts = 100,
        ProgressInterval = TimeSpan.FromMilliseconds(10),
        RetryMaxDelay = TimeSpan.FromMilliseconds(500),
        // A busy server is silent for a second too.
        StallTimeout = TimeSpan.FromSeconds(5),
        Journal = plan.CancelledAt is null ? null : new FileUploadJournal(journalFolder),
    };

    private static async Task<(UploadResult Result, bool Resumed)> UploadAsync(MultipartUploader uploader, SoakPlan plan, string path, UploadTarget target)
    {
        if (plan.CancelledAt is { } share)
        {
            using var cancellation = new CancellationTokenSource();
            try
            {
                return (await EverySource.UploadAsync(uploader, plan.Source, path, target, new CancelAt(share, cancellation), cancellation.Token), false);
            }
            catch (OperationCanceledException)
            {
                return (await EverySource.UploadAsync(uploader, plan.Source, path, target), true);
            }
        }

        return (await EverySource.UploadAsync(uploader, plan.Source, path, target), false);
    }
}
