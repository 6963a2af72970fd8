namespace PresignedMultipart.Throughput.Clients;

/// <summary>A way to upload, as a program would use it.</summary>
internal interface IUploadClient : IDisposable
{
    Task UploadAsync(ClientTask task);
}
