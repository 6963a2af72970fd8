using System.Reflection;
using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.AspNetCore.Tests;

public class ArchitectureTests
{
    private static readonly Assembly BackEnd = typeof(IUploadPolicy).Assembly;

    [Fact]
    public void The_package_refers_to_the_engine_and_ASP_NET_Core_alone_and_so_to_no_provider()
    {
        var wrong = BackEnd.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name is not ("PresignedMultipart" or "Microsoft.AspNetCore" or "Microsoft.Net.Http.Headers")
                && !name.StartsWith("System.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Of_the_engine_it_uses_the_words_the_messages_and_the_registration_and_not_what_uploads()
    {
        var used = BackEnd.GetTypes()
            .SelectMany(TypeReferences.Of)
            .Where(type => type.Assembly == typeof(IMultipartUploader).Assembly)
            .ToHashSet();

        Assert.Subset(
            new HashSet<string?> { "PresignedMultipart", "PresignedMultipart.Protocol", "Microsoft.Extensions.DependencyInjection" },
            used.Select(type => type.Namespace).ToHashSet());
        Assert.DoesNotContain(typeof(MultipartUploader), used);
        Assert.Contains(typeof(IMultipartUploader), used);
    }

    [Theory]
    [InlineData("Tickets", "Contracts", "Streaming", "Routing")]
    [InlineData("Uploads", "Contracts", "Streaming", "Routing")]
    [InlineData("Answers", "Contracts", "Streaming", "Routing", "Tickets", "Uploads")]
    [InlineData("Sweeping", "Contracts", "Streaming", "Routing", "Tickets", "Uploads")]
    public void Inside_it_nothing_walks_back_to_the_wire(string folder, params string[] forbidden)
    {
        var wrong = from type in BackEnd.GetTypes()
                    where Folder(type) == folder
                    from used in TypeReferences.Of(type)
                    where used.Assembly == BackEnd && forbidden.Contains(Folder(used))
                    select $"{type.FullName} -> {used.FullName}";

        Assert.Contains(BackEnd.GetTypes(), type => Folder(type) == folder);
        Assert.Empty(wrong);
    }

    private static string? Folder(Type type) => type.Namespace?.Split('.').Last();
}
