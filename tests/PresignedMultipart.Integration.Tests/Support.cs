namespace PresignedMultipart.Integration.Tests;

/// <summary>What a server does with something that Amazon S3 has.</summary>
internal enum Support
{
    /// <summary>It does what Amazon S3 does.</summary>
    AsDocumented,

    /// <summary>It answers success and does nothing about it. No client can tell.</summary>
    Ignored,

    /// <summary>It answers 501 NotImplemented.</summary>
    Refused,
}
