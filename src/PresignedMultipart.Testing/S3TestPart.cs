namespace PresignedMultipart.Testing;

/// <summary>One uploaded part of a multipart upload in progress.</summary>
public sealed class S3TestPart
{
    internal S3TestPart(int number, long length, string eTag)
    {
        Number = number;
        Length = length;
        ETag = eTag;
    }

    /// <summary>The part's number, 1..10,000.</summary>
    public int Number { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>Its ETag as in the header, with quotes.</summary>
    public string ETag { get; }
}
