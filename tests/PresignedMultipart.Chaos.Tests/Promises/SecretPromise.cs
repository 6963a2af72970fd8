namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>No signed URL and no key in anything that can be read.</summary>
internal static class SecretPromise
{
    private static readonly string[] OfUrls = ["X-Amz-Signature=", "X-Amz-Credential=", "X-Amz-Security-Token=", "http://"];

    public static IEnumerable<string> FindBroken(Evidence evidence)
    {
        string[] secrets = [.. OfUrls, .. evidence.Secrets];
        string?[] texts = [.. evidence.Logs, .. evidence.Journal.Texts, evidence.Failure?.ToString()];
        return from text in texts
               where text is not null
               from secret in secrets
               where text.Contains(secret, StringComparison.OrdinalIgnoreCase)
               select $"'{secret}' stands in: {text}";
    }
}
