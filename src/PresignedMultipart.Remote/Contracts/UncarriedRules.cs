namespace PresignedMultipart.Remote.Contracts;

/// <summary>Refuses a target of which a contract would drop something without a word.</summary>
internal static class UncarriedRules
{
    /// <param name="contract">The contract's name.</param>
    /// <param name="target">The target.</param>
    /// <param name="carriesTypeAndMetadata">Whether the contract has words for the Content-Type and the metadata.</param>
    /// <exception cref="ArgumentException">The contract has no word for something that is set.</exception>
    public static void Check(BackendContract contract, UploadTarget target, bool carriesTypeAndMetadata)
    {
        string? lost =
            !carriesTypeAndMetadata && target.ContentType is not null ? nameof(target.ContentType)
            : !carriesTypeAndMetadata && target.Metadata.Count > 0 ? nameof(target.Metadata)
            : target.ContentDisposition is not null ? nameof(target.ContentDisposition)
            : target.ContentEncoding is not null ? nameof(target.ContentEncoding)
            : target.ContentLanguage is not null ? nameof(target.ContentLanguage)
            : target.CacheControl is not null ? nameof(target.CacheControl)
            : target.Tags.Count > 0 ? nameof(target.Tags)
            : target.StorageClass is not null ? nameof(target.StorageClass)
            : target.Acl is not null ? nameof(target.Acl)
            : target.Encryption is not null ? nameof(target.Encryption)
            : target.FailIfExists ? nameof(target.FailIfExists)
            : null;

        if (lost is not null)
        {
            throw new ArgumentException(
                $"The target sets {lost}, which the {contract} contract has no word for, so the object would be stored without it. Leave it out and have the back end set it, or use the {nameof(BackendContract.Native)} contract.",
                nameof(target));
        }
    }
}
