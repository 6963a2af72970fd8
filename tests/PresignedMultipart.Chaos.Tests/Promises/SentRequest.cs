using System.Globalization;
using System.Text.RegularExpressions;

namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>A request with bytes that the library began: the storage may hear of it later, when it was cancelled, or never.</summary>
/// <param name="UploadId">The upload; <see langword="null"/> for a single PUT.</param>
/// <param name="Part">The part; 0 for a single PUT.</param>
internal sealed partial record SentRequest(string? UploadId, int Part)
{
    public static SentRequest Of(Uri url)
    {
        Match id = UploadIdOf().Match(url.OriginalString);
        return id.Success ? new SentRequest(Uri.UnescapeDataString(id.Groups[1].Value), int.Parse(PartOf().Match(url.OriginalString).Groups[1].Value, CultureInfo.InvariantCulture)) : new SentRequest(null, 0);
    }

    [GeneratedRegex("[?&]uploadId=([^&]*)")]
    private static partial Regex UploadIdOf();

    [GeneratedRegex("[?&]partNumber=([0-9]+)")]
    private static partial Regex PartOf();
}
