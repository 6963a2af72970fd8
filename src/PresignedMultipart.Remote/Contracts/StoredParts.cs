namespace PresignedMultipart.Remote.Contracts;

/// <summary>Whether a list of parts is one that S3 could give.</summary>
internal static class StoredParts
{
    /// <summary>Numbers that ascend and that S3 has, lengths and ETags.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="after">The number that all of them are beyond.</param>
    public static bool AreListed(IEnumerable<StoredPart> parts, int after = 0)
    {
        foreach (StoredPart part in parts)
        {
            if (part.PartNumber <= after || part.PartNumber > S3Limits.MaxPartCount || part.Length < 0 || string.IsNullOrEmpty(part.ETag))
            {
                return false;
            }

            after = part.PartNumber;
        }

        return true;
    }
}
