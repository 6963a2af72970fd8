using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Lets as many requests of all uploads onto the way as the controller allows; who comes first goes first.</summary>
internal sealed class TransferGate(ConcurrencyController controller, TimeProvider time)
{
    private readonly FifoQuota _slots = new(controller.Limit);
    private readonly object _lock = new();
    private readonly long _began = time.GetTimestamp();

    /// <summary>When the storage was last heard of.</summary>
    public StorageContact Contact { get; } = new(time);

    /// <summary>How many may be on the way at present.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return controller.Limit;
            }
        }
    }

    /// <summary>To be named when an attempt that begins now fails.</summary>
    public int Generation
    {
        get
        {
            lock (_lock)
            {
                return controller.Generation;
            }
        }
    }

    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.TakeAsync(1, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            controller.Enter(Now);
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            controller.Leave(Now);
        }

        _slots.Give(1);
    }

    /// <summary>The storage has acknowledged so many bytes.</summary>
    public void Acknowledge(long bytes)
    {
        lock (_lock)
        {
            int before = controller.Limit;
            controller.Acknowledge(bytes, Now);
            Resize(before);
        }
    }

    /// <summary>The storage answered that it is asked too much.</summary>
    public void Refuse(int generation)
    {
        lock (_lock)
        {
            int before = controller.Limit;
            controller.Refuse(generation, Now);
            Resize(before);
        }
    }

    /// <summary>A line broke, or nothing moved on it.</summary>
    public void FailLine(int generation)
    {
        lock (_lock)
        {
            int before = controller.Limit;
            controller.FailLine(generation, Now);
            Resize(before);
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_began);

    // Waiters go on elsewhere, so this may be called with the lock held.
    private void Resize(int before)
    {
        if (controller.Limit != before)
        {
            _slots.Resize(controller.Limit - before);
        }
    }
}
