using System.Reflection;
using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.Tests;

public class ArchitectureTests
{
    private const string Words = "words";
    private const string DependencyInjection = "DependencyInjection";

    private static readonly Assembly Engine = typeof(IMultipartUploader).Assembly;

    /// <summary>The arrows that docs/architecture.md draws, and no others.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Words] = [],
        ["Parts"] = [Words],
        ["Protocol"] = [Words],
        ["Checksums"] = [Words, "Parts"],
        ["Journaling"] = [Words, "Protocol"],
        ["Transfer"] = [Words, "Parts", "Checksums", "Journaling"],
        [DependencyInjection] = [Words, "Transfer", "Parts"],
    };

    [Fact]
    public void Inside_the_engine_only_the_drawn_arrows_exist()
    {
        var wrong = from type in Engine.GetTypes()
                    let folder = Folder(type)
                    from used in TypeReferences.Of(type)
                    where used.Assembly == Engine && Folder(used) != folder && !Allowed[folder].Contains(Folder(used))
                    select $"{folder}: {type.FullName} -> {Folder(used)}: {used.FullName}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_scan_sees_the_arrows_that_do_exist()
    {
        var seen = from type in Engine.GetTypes()
                   from used in TypeReferences.Of(type)
                   where used.Assembly == Engine
                   select (Folder(type), Folder(used));

        Assert.Superset(new HashSet<(string, string)> { ("Transfer", "Parts"), ("Parts", Words), ("Checksums", Words), ("Protocol", Words), (DependencyInjection, "Transfer") }, seen.ToHashSet());
    }

    [Theory]
    [InlineData("PresignedMultipart")]
    [InlineData("PresignedMultipart.S3", "PresignedMultipart", "AWSSDK.")]
    [InlineData("PresignedMultipart.Remote", "PresignedMultipart", "Polly", "Polly.Core")]
    [InlineData("PresignedMultipart.Testing", "Microsoft.AspNetCore", "Microsoft.AspNetCore.")]
    public void A_package_refers_to_nothing_but_the_framework_and_what_is_named(string package, params string[] others)
    {
        var wrong = Assembly.Load(package).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal))
            .Where(name => !others.Any(other => other.EndsWith('.') ? name.StartsWith(other, StringComparison.Ordinal) : name == other));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Internals_are_open_to_the_packages_own_tests_and_the_benchmarks_alone()
    {
        var friends = Engine.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName);

        Assert.Equal(["PresignedMultipart.Benchmarks", "PresignedMultipart.Chaos.Tests", "PresignedMultipart.Tests"], friends.Order(StringComparer.Ordinal));
    }

    private static string Folder(Type type)
    {
        Type outermost = type;
        while (outermost.DeclaringType is { } declaring)
        {
            outermost = declaring;
        }

        // The front doors bear the root's namespace, because users name them, and live with what they open.
        return outermost == typeof(MultipartUploader) ? "Transfer"
            : outermost == typeof(IncompleteUploadsExtensions) ? "Transfer"
            : outermost == typeof(FileVerifier) ? "Checksums"
            : outermost == typeof(FileUploadJournal) || outermost == typeof(DistributedCacheUploadJournal) || outermost == typeof(UploadJournalExtensions) ? "Journaling"
            : outermost.Namespace is "Microsoft.Extensions.DependencyInjection" ? DependencyInjection
            : outermost.Namespace?.StartsWith("PresignedMultipart.", StringComparison.Ordinal) == true ? outermost.Namespace["PresignedMultipart.".Length..]
            : Words;
    }
}
