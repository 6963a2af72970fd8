using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;

namespace PresignedMultipart.Testing.Operations.Multipart;

/// <summary>Reads which checksum a multipart upload is to have.</summary>
internal static class ChecksumChoice
{
    /// <exception cref="S3Error">Algorithm and type do not go together.</exception>
    public static ChecksumDeclaration? Read(S3Call call)
    {
        string? name = call.Header("x-amz-checksum-algorithm");
        string? typeName = call.Header("x-amz-checksum-type");
        if (name is null)
        {
            if (typeName is not null)
            {
                throw S3Errors.InvalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
            }

            return call.Settings.ComputeDefaultChecksum
                ? new ChecksumDeclaration(ChecksumAlgorithm.Crc64Nvme, ChecksumType.FullObject, IsExplicit: false)
                : null;
        }

        ChecksumAlgorithm algorithm = ChecksumAlgorithm.Parse(name);
        ChecksumType type = typeName is null ? algorithm.DefaultType : ChecksumTypeNames.Parse(typeName);
        return algorithm.Supports(type)
            ? new ChecksumDeclaration(algorithm, type, IsExplicit: true)
            : throw ChecksumErrors.UnsupportedType(algorithm.Name, type.ToName());
    }
}
