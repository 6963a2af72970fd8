namespace PresignedMultipart.Testing.Storage;

/// <summary>Where bodies are kept.</summary>
internal interface IBodyStore : IDisposable
{
    BodyWriter CreateWriter();
}
