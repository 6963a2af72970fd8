using PresignedMultipart.Testing.Bodies;

namespace PresignedMultipart.Testing.Faults;

/// <summary>Stands between the connection and everything that reads the body, and has the faults of the plan at their very bytes.</summary>
internal sealed class FaultySink(IBodySink next, FaultPlan plan, TimeProvider clock) : IBodySink
{
    private readonly Pace? _pace = plan.BytesPerSecond > 0 ? new Pace(plan.BytesPerSecond, clock) : null;
    private long _position;
    private bool _stalled;

    public static bool IsNeededFor(FaultPlan plan) =>
        plan.BytesPerSecond > 0 || plan.Stall is not null || plan.CorruptOffsets.Count > 0
        || plan.Outcome is FaultOutcome.Reset { Moment: FaultMoment.WithinBody };

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (data.Length > 0)
        {
            int length = await StopOrLimitAsync(data.Length, cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> piece = Corrupt(data[..length]);
            await next.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            _position += length;
            data = data[length..];
            if (_pace is not null)
            {
                await _pace.WaitAsync(length, cancellationToken).ConfigureAwait(false);
            }
        }

        await StopOrLimitAsync(0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has the fault that is due at this byte, or tells how many bytes may pass until the next one.</summary>
    private async ValueTask<int> StopOrLimitAsync(int available, CancellationToken cancellationToken)
    {
        long limit = Math.Min(available, _pace?.Step ?? available);
        if (plan.Outcome is FaultOutcome.Reset { Moment: FaultMoment.WithinBody } reset)
        {
            limit = Math.Min(limit, reset.AfterBytes - _position);
            if (reset.AfterBytes <= _position)
            {
                throw new FaultStrike(reset);
            }
        }

        if (plan.Stall is { } stall && !_stalled)
        {
            if (stall.AfterBytes <= _position)
            {
                _stalled = true;
                await stall.Wait(clock, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                limit = Math.Min(limit, stall.AfterBytes - _position);
            }
        }

        return (int)limit;
    }

    private ReadOnlyMemory<byte> Corrupt(ReadOnlyMemory<byte> piece)
    {
        byte[]? copy = null;
        foreach (long offset in plan.CorruptOffsets)
        {
            if (offset >= _position && offset < _position + piece.Length)
            {
                copy ??= piece.ToArray();
                copy[(int)(offset - _position)] ^= 1;
            }
        }

        return copy ?? piece;
    }
}
