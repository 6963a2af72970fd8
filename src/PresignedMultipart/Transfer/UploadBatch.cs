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
    private readonly List<Turn> _begun = [];
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
                    BeginAsync(items, stop.Token),
                    new ParallelOptions { MaxDegreeOfParallelism = maxConcurrentUploads, CancellationToken = stop.Token },
                    (turn, token) => UploadAsync(turn, stop, token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                ThrowIfCancelled(cancellationToken);
            }

            await reporter.CompleteAsync().ConfigureAwait(false);
        }

        return [.. _begun.Select(turn => turn.Result).OfType<UploadItemResult>()];
    }

    private async IAsyncEnumerable<Turn> BeginAsync(IAsyncEnumerable<UploadItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (UploadItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            ArgumentNullException.ThrowIfNull(item, nameof(items));
            var turn = new Turn(item);
            _begun.Add(turn);
            yield return turn;
        }

        _tally.NoMore(_begun.Count);
    }

    private async ValueTask UploadAsync(Turn turn, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        BatchTally.Upload tally = _tally.Begin();
        try
        {
            turn.Result = new UploadItemResult(turn.Item, await upload(turn.Item, tally, cancellationToken).ConfigureAwait(false), failure: null);
            tally.Completed();
        }
#pragma warning disable CA1031 // Each failure is told in the result of its upload.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            turn.Result = new UploadItemResult(turn.Item, result: null, failure);
            tally.Failed();
            if (onFailure == UploadFailurePolicy.Stop)
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Nobody is told the results then; which uploads could not be aborted is told all the same.</summary>
    private void ThrowIfCancelled(CancellationToken cancellationToken)
    {
        UploadException[] left = [.. _begun.Select(turn => turn.Result?.Failure).Select(failure => failure as UploadException ?? failure?.InnerException as UploadException)
            .OfType<UploadException>().Where(failed => failed is { LeftParts: true, CanResume: false })];
        if (left.Length > 0 && cancellationToken.IsCancellationRequested)
        {
            throw UploadFailures.OfRemains(left, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>One item and what comes of it, in the order of the items.</summary>
    private sealed class Turn(UploadItem item)
    {
        public UploadItem Item { get; } = item;

        public UploadItemResult? Result { get; set; }
    }
}
