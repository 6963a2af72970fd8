namespace PresignedMultipart.Testing.Authentication;

/// <summary>Where and when a signing key is good: 20261122/us-east-1/s3/aws4_request.</summary>
internal sealed record CredentialScope(string Date, string Region, string Service, string Terminator)
{
    /// <summary>Splits AccessKey/Date/Region/Service/aws4_request; the access key may hold slashes itself.</summary>
    public static (string AccessKey, CredentialScope Scope)? Parse(string credential)
    {
        string[] parts = credential.Split('/');
        return parts.Length < 5
            ? null
            : (string.Join('/', parts[..^4]), new CredentialScope(parts[^4], parts[^3], parts[^2], parts[^1]));
    }

    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}
