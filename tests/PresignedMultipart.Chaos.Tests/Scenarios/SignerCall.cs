namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>The calls of <see cref="IPresignedUrlProvider"/>.</summary>
public enum SignerCall
{
    PresignPut,
    Create,
    PresignParts,
    ListParts,
    Complete,
    Abort,
    Head,
}
