namespace PresignedMultipart.Transfer;

/// <summary>Whether the storage answered one request before it had its body.</summary>
internal sealed class EarlyAnswer
{
    /// <summary>Bytes that were only pretended to be written: then nothing but a refusal can be true.</summary>
    public bool HasLostBytes { get; set; }
}
