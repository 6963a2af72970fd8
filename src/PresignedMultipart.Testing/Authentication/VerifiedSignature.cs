namespace PresignedMultipart.Testing.Authentication;

/// <summary>A signature that was checked, and what the chunks of the body are signed with in turn.</summary>
internal sealed record VerifiedSignature(S3TestCredentials Credentials, SignatureClaim Claim, SigningKey Key)
{
    public override string ToString() => Claim.ToString();
}
