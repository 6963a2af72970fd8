using Microsoft.Extensions.Hosting;

namespace PresignedMultipart.Testing.Hosting;

/// <summary>
/// A host's lifetime that leaves the process alone: the usual one takes over Ctrl+C, which belongs to the program that the test server is part of.
/// </summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
