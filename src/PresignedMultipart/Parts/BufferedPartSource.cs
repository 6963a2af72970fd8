using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace PresignedMultipart.Parts;

/// <summary>
/// Parts of what comes once and in order: each is gathered in memory while others are sent, and held until the storage has
/// acknowledged it, so that it can be sent again.
/// </summary>
internal sealed class BufferedPartSource(PartFeed feed) : PartSource
{
    private readonly ConcurrentDictionary<int, PartBuffer> _held = new();
    private PartBuffer? _first;

    public override async ValueTask<PartPlan> PlanAsync(MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities, CancellationToken cancellationToken)
    {
        PartPlan plan = feed.Plan;
        _first = await feed.NextAsync(cancellationToken).ConfigureAwait(false);
        if (plan.ObjectLength is null)
        {
            // It ends within its first part: now its length is known.
            return _first is null or { IsLast: true } ? PartPlan.Create(_first?.Length ?? 0, options, capabilities) : plan;
        }

        if (plan.IsSinglePut)
        {
            // Such an object stands as soon as it is sent, so its end is looked for before.
            await EnsureEndAsync(_first?.Length ?? 0, cancellationToken).ConfigureAwait(false);
        }

        return plan;
    }

    public override async IAsyncEnumerable<Part> PartsAsync(PartPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int number = 0;
        long offset = 0;
        if (_first is null && feed.Plan.ObjectLength is null or 0)
        {
            // An empty object is one empty part: S3 completes no upload without parts.
            number = 1;
            yield return new Part(1, 0, 0);
        }

        for (PartBuffer? next = Interlocked.Exchange(ref _first, null); next is not null; next = plan.IsSinglePut ? null : await feed.NextAsync(cancellationToken).ConfigureAwait(false))
        {
            var part = new Part(++number, offset, next.Length);
            offset += next.Length;
            _held[number] = next;
            EnsureFits(plan, part, next.IsLast);
            yield return part;
        }

        EnsureLength(offset);
    }

    public override ValueTask<PartBody> OpenAsync(Part part, CancellationToken cancellationToken) =>
        ValueTask.FromResult<PartBody>(new BufferedPartBody(_held.GetValueOrDefault(part.Number)));

    public override void Release(Part part)
    {
        if (_held.TryRemove(part.Number, out PartBuffer? buffer))
        {
            buffer.Dispose();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await feed.DisposeAsync().ConfigureAwait(false);
        Interlocked.Exchange(ref _first, null)?.Dispose();
        foreach (int number in _held.Keys)
        {
            Release(new Part(number, 0, 0));
        }
    }

    private async ValueTask EnsureEndAsync(long length, CancellationToken cancellationToken)
    {
        EnsureLength(length);
        using PartBuffer? more = await feed.NextAsync(cancellationToken).ConfigureAwait(false);
        EnsureLength(length + (more?.Length ?? 0));
    }

    private void EnsureFits(PartPlan plan, Part part, bool isLast)
    {
        // Before it is sent: a URL is signed for the length that the part ought to have.
        if (isLast || part.Offset + part.Length > feed.Plan.ObjectLength)
        {
            EnsureLength(part.Offset + part.Length);
        }

        if (part.Number > plan.MaxPartCount)
        {
            throw new PartSourceException(new InvalidDataException(
                $"The source goes on after {plan.MaxObjectLength} bytes: {plan.MaxPartCount} parts of {plan.PartSize} bytes, the most that S3 takes. " +
                $"Pass the source's length, or set {nameof(MultipartUploadOptions)}.{nameof(MultipartUploadOptions.PartSize)} to more."));
        }
    }

    private void EnsureLength(long length)
    {
        if (feed.Plan.ObjectLength is { } declared && declared != length)
        {
            throw new PartSourceException(new InvalidDataException(length < declared
                ? $"The source was to give {declared} bytes and ended after {length}."
                : $"The source was to give {declared} bytes and gave more: at least {length}."));
        }
    }
}
