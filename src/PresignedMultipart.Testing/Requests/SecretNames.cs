namespace PresignedMultipart.Testing.Requests;

/// <summary>What a request carries that must not be remembered.</summary>
internal static class SecretNames
{
    private const string Hidden = "(hidden)";

    private static readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization",
        "Cookie",
        "Signature",
        "X-Amz-Signature",
        "X-Amz-Security-Token",
        "x-amz-server-side-encryption-customer-key",
        "x-amz-copy-source-server-side-encryption-customer-key",
    };

    public static string Mask(string name, string value) => _names.Contains(name) ? Hidden : value;
}
