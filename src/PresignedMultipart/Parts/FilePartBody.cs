using Microsoft.Win32.SafeHandles;

namespace PresignedMultipart.Parts;

/// <summary>
/// A slice of a file, read through one block. A slice that fits is read once: whoever sums it up before it is sent sends the bytes that
/// were summed, and a small file is not read twice.
/// </summary>
/// <remarks>
/// HttpClient leaves a body that waited for 100 Continue to itself when its request is given up, and a read may go on for as long as the
/// disk takes. Until then the block is not given back: another part that had it would send what this one reads.
/// </remarks>
internal sealed class FilePartBody(SafeFileHandle file, long offset, long length, MemoryBudget budget, MemoryBlock block, Func<string, IOException> changed) : PartBody
{
    // Elsewhere .NET only moves the same read to another thread of the pool, and back again, which costs a small file 4 % of its upload.
    private static readonly bool ReadsAsynchronously = OperatingSystem.IsWindows();

    private bool _isHeld;
    private int _users = 1;

    public override async ValueTask CopyToAsync(IPartSink sink, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            if (_isHeld)
            {
                await sink.WriteAsync(block.Memory[..(int)length], cancellationToken).ConfigureAwait(false);
                return;
            }

            long at = offset;
            long end = offset + length;
            while (at < end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Memory<byte> wanted = block.Memory[..(int)Math.Min(MemoryBudget.FileBlockSize, end - at)];
                int read = ReadsAsynchronously
                    ? await RandomAccess.ReadAsync(file, wanted, at, cancellationToken).ConfigureAwait(false)
                    : RandomAccess.Read(file, wanted.Span, at);
                if (read == 0)
                {
                    throw changed($"it ends at byte {at}, before the end of its part at byte {end}");
                }

                _isHeld = read == length;
                await sink.WriteAsync(wanted[..read], cancellationToken).ConfigureAwait(false);
                at += read;
            }
        }
        finally
        {
            Leave();
        }
    }

    public override void Dispose()
    {
        Leave();
        base.Dispose();
    }

    private void Enter()
    {
        int users;
        do
        {
            users = Volatile.Read(ref _users);
            ObjectDisposedException.ThrowIf(users == 0, this);
        }
        while (Interlocked.CompareExchange(ref _users, users + 1, users) != users);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            budget.ReturnBlock(block);
        }
    }
}
