namespace PresignedMultipart.Testing.Faults;

/// <summary>Lets bytes through no faster than a rate, on the server's clock.</summary>
internal sealed class Pace(long bytesPerSecond, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();
    private long _passed;

    /// <summary>How much may pass at once: a tenth of a second's worth, so that a slow line looks steady.</summary>
    public int Step { get; } = (int)Math.Clamp(bytesPerSecond / 10, 1, 64 * 1024);

    /// <summary>Waits until all bytes so far are due. Timers know whole milliseconds only, so every wait is measured from the start.</summary>
    public Task WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        _passed += bytes;
        double early = ((double)_passed / bytesPerSecond * 1000) - clock.GetElapsedTime(_start).TotalMilliseconds;
        return early > 0 ? Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(early)), clock, cancellationToken) : Task.CompletedTask;
    }
}
