using PresignedMultipart.Testing;

namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>Waits for what the storage has seen, without changing it.</summary>
internal sealed class AbortWatch(Storage storage) : IDisposable
{
    private readonly S3FaultRule _part = storage.Server.Faults.On(S3Operation.UploadPart).SlowTo(1L << 30);
    private readonly S3FaultRule _abort = storage.Server.Faults.On(S3Operation.AbortMultipartUpload).SlowTo(1L << 30);

    public Task UploadSeenAsync() => _part.WaitForHitsAsync();

    /// <summary>The abort was asked for, and the storage has carried it out.</summary>
    public async Task AbortSeenAsync()
    {
        await _abort.WaitForHitsAsync();
        while (storage.Server.MultipartUploads.Count > 0)
        {
            await Task.Yield();
        }
    }

    public void Dispose()
    {
        _part.Remove();
        _abort.Remove();
    }
}
