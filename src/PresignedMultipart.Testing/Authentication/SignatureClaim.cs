namespace PresignedMultipart.Testing.Authentication;

/// <summary>What a request says about its own signature, whether in the query or in the Authorization header. Nothing of it is checked yet.</summary>
/// <param name="AccessKey">Who signed.</param>
/// <param name="Scope">Date, region, service and terminator, as in the credential.</param>
/// <param name="SignedHeaders">The names of the headers, in lower case.</param>
/// <param name="Signature">The signature, as hex.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="PayloadHash">What stands for the body in the canonical request.</param>
internal sealed record SignatureClaim(
    string AccessKey, CredentialScope Scope, IReadOnlyList<string> SignedHeaders, string Signature, DateTimeOffset SignedAt, string PayloadHash)
{
    public bool IsSigned(string header) => SignedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    public override string ToString() => $"{AccessKey}/{Scope}";
}
