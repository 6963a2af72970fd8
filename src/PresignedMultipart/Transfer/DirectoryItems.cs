using System.IO.Enumeration;

namespace PresignedMultipart.Transfer;

/// <summary>The files of a directory and of those below it, each with its key.</summary>
internal static class DirectoryItems
{
    // Hidden files are files; what may not be read fails loudly instead of missing silently.
    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    public static IEnumerable<UploadItem> Find(string directory, string bucket, string keyPrefix)
    {
        string root = Path.GetFullPath(directory);
        var files = new FileSystemEnumerable<string>(root, static (ref FileSystemEntry entry) => entry.ToFullPath(), All)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
            // A link to a directory may lead back to where it lies.
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return files.Select(path => new UploadItem(
            UploadSource.FromFile(path),
            new UploadTarget(bucket, keyPrefix + Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))));
    }
}
