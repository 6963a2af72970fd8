namespace PresignedMultipart.Soak;

/// <summary>Cancels an upload when so many of its bytes are acknowledged.</summary>
internal sealed class CancelAt(double share, CancellationTokenSource cancellation) : IProgress<UploadProgress>
{
    public void Report(UploadProgress value)
    {
        if (value.TotalBytes is { } total && value.BytesAcknowledged >= total * share)
        {
            cancellation.Cancel();
        }
    }
}
