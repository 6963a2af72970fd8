namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>One fault of the provider: from which call of a kind on, and how often.</summary>
internal sealed record SignerFault(SignerCall Call, SignerEffect Effect, int After, int Times)
{
    public bool CostsOnlyTime => Effect is SignerEffect.IsSlow or SignerEffect.IsDeaf;

    public override string ToString() => $"{Call} after {After} times {Times}: {Effect}";
}
