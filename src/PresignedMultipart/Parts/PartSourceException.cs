namespace PresignedMultipart.Parts;

/// <summary>What reading a source threw, told apart from what sending its bytes throws.</summary>
internal sealed class PartSourceException(Exception cause) : Exception(cause.Message, cause)
{
    public Exception Cause => InnerException!;
}
