using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Transfer;

/// <summary>Many uploads, a few at a time.</summary>
internal sealed class UploadBatch(
    Func<UploadItem, IProgress<UploadProgress>, CancellationToken, Task<UploadResult>> upload,
    int maxConcurrentUploads,
    UploadFailurePolicy onFailure,
    TimeSpan progressInterval,
    TimeProvider time,
    ILogger logger)
{
    private readonly List<UploadItemResult?> _results = [];
    private readonly BatchTally _tally = new(time);

    public async Task<IReadOnlyList<UploadItemResult>> RunAsync(IAsyncEnumerable<UploadItem> items, IProgress<UploadManyProgress>? progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reporter = new ProgressReporter<UploadManyProgress>(_tally.Snapshot, progress, progressInterval, time, logger);
        await using (reporter.ConfigureAwait(false))
        {
            try
            {
                await Parallel.ForEachAsync(
                    NumberAsync(items, stop.Token),
                    new ParallelOptions { MaxDegreeOfParallelism = maxConcurrentUploads, CancellationToken = stop.Token },
                    (one, token) => UploadAsync(one.Index, one.Item, stop, token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            await reporter.CompleteAsync().ConfigureAwait(false);
        }

        return [.. _results.OfType<UploadItemResult>()];
    }

    private async IAsyncEnumerable<(int Index, UploadItem Item)> NumberAsync(IAsyncEnumerable<UploadItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int index = 0;
        await foreach (UploadItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            ArgumentNullException.ThrowIfNull(item, nameof(items));
            lock (_results)
            {
                _results.Add(null);
            }

            yield return (index++, item);
        }

        _tally.NoMore(index);
    }

    private async ValueTask UploadAsync(int index, UploadItem item, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        BatchTally.Upload tally = _tally.Begin();
        UploadItemResult result;
        try
        {
            result = new UploadItemResult(item, await upload(item, tally, cancellationToken).ConfigureAwait(false), failure: null);
            tally.Completed();
        }
#pragma warning disable CA1031 // Each failure is told in the result of its upload.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            result = new UploadItemResult(item, result: null, failure);
            tally.Failed();
            if (onFailure == UploadFailurePolicy.Stop)
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }

        lock (_results)
        {
            _results[index] = result;
        }
    }
}
