namespace PresignedMultipart.Testing.Faults;

/// <summary>Lets bytes through no faster than a rate, on the server's clock.</summary>
internal sealed class Pace(long bytesPerSecond, TimeProvider clock)
{
    /// <summary>How much may pass at once: a tenth of a second's worth, so that a slow line looks steady.</summary>
    public int Step { get; } = (int)Math.Clamp(bytesPerSecond / 10, 1, 64 * 1024);

    public Task WaitAsync(int bytes, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds((double)bytes / bytesPerSecond), clock, cancellationToken);
}
