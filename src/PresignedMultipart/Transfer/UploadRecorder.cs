using Microsoft.Extensions.Logging;
using PresignedMultipart.Journaling;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Writes an upload's log while it runs. A part is in it before the next one takes its place.</summary>
internal sealed class UploadRecorder : IAsyncDisposable
{
    // The storage has the part, or is rid of the upload, whatever ends it in that moment: a journal across a network is waited for so much longer.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly IUploadLog _log;
    private readonly string? _storage;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private string _run = "";
    private bool _isBroken;
    private bool _isForgotten;

    private UploadRecorder(IUploadLog log, string? storage, UploadRecord? record, TimeProvider time, ILogger logger)
    {
        _log = log;
        _storage = storage;
        _time = time;
        _logger = logger;
        Record = record;
    }

    /// <summary>What an earlier run left; <see langword="null"/> when there was none.</summary>
    public UploadRecord? Record { get; }

    /// <summary>Whether the log has the upload that runs, so that another run can find it.</summary>
    public bool HasUpload { get; private set; }

    /// <exception cref="IOException">Another upload has the log open, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">A later version of the library wrote it.</exception>
    public static async Task<UploadRecorder> OpenAsync(StorageJournal journal, string name, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        IUploadLog log = await journal.OpenAsync(name, cancellationToken).ConfigureAwait(false);
        try
        {
            return new UploadRecorder(log, journal.Storage, UploadRecord.Read(log.Lines), time, logger);
        }
        catch
        {
            await log.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Goes on with the log of the earlier run.</summary>
    public void GoOn() => (_run, HasUpload) = (Record!.Run, true);

    /// <exception cref="IOException">It cannot be written; then the upload is not to begin.</exception>
    public async Task BeginAsync(UploadTarget target, MultipartUpload upload, PartPlan plan, ChecksumAlgorithm checksum, string? path, CancellationToken cancellationToken)
    {
        (_run, HasUpload) = (Guid.NewGuid().ToString("N")[..8], false);
        await _log.AppendAsync(UploadRecord.Begin(_run, target, upload, _time.GetUtcNow(), checksum, plan.PartSize, plan.ObjectLength, path, storage: _storage), cancellationToken).ConfigureAwait(false);
        HasUpload = true;
    }

    /// <summary>Adds a part, unless an earlier run has. A journal that fails does not fail the upload, which goes on without.</summary>
    public async Task AddAsync(PartReceipt receipt, CancellationToken cancellationToken)
    {
        if (receipt.Part.Checksum is not { } checksum)
        {
            return;
        }

        var part = new JournaledPartLine
        {
            Number = receipt.Part.PartNumber,
            Length = receipt.Length,
            ETag = receipt.Part.ETag,
            Checksum = checksum.Value,
            IsChecksumSigned = receipt.IsChecksumSigned,
            IsChecksumConfirmed = receipt.IsChecksumConfirmed,
        };
        if (Record?.Run == _run && Record.Has(part))
        {
            return;
        }

        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using CancellationTokenRegistration ended = LimitBy(limit, cancellationToken);
        await _writing.WaitAsync(limit.Token).ConfigureAwait(false);
        try
        {
            if (!_isBroken)
            {
                await _log.AppendAsync(UploadRecord.Add(_run, part), limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (!limit.IsCancellationRequested)
        {
            // Whatever of the line was written, what would follow it would be lost with it.
            _isBroken = true;
            Log.JournalFailed(_logger, receipt.Part.PartNumber, failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Says that an upload was to be aborted and could not be.</summary>
    public Task AbandonAsync(MultipartUpload upload) =>
        _log.AppendAsync(UploadRecord.Begin(Guid.NewGuid().ToString("N")[..8], upload.Target, upload, _time.GetUtcNow(), isAbandoned: true, storage: _storage));

    /// <summary>Deletes the log: there is nothing to go on with.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (_isForgotten)
        {
            // Another upload may have begun a log of the same name by now.
            return;
        }

        _isForgotten = true;
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using CancellationTokenRegistration ended = LimitBy(limit, cancellationToken);
        try
        {
            await _log.DeleteAsync(limit.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // What became of the upload matters more. The next run finds it out.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.JournalNotDeleted(_logger, failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _writing.Dispose();
        await _log.DisposeAsync().ConfigureAwait(false);
    }

    private static CancellationTokenRegistration LimitBy(CancellationTokenSource limit, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).CancelAfter(Grace), limit);
}
