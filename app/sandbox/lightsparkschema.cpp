// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightsparkschema.h"

namespace sandbox {

using namespace Qt::StringLiterals;

graphql::Schema lightsparkSchema()
{
    return graphql::Schema::fromText(uR"(
schema { query: Query mutation: Mutation }

"ISO 8601 with microseconds and a numeric offset, never Z: some of the SDKs read nothing else."
scalar DateTime

interface Entity { id: ID! created_at: DateTime! updated_at: DateTime! }
interface AuditLogActor { id: ID! created_at: DateTime! updated_at: DateTime! }
interface LightsparkNodeOwner { id: ID! created_at: DateTime! updated_at: DateTime! }
interface Connection { count: Int! page_info: PageInfo! }

type PageInfo {
  has_next_page: Boolean
  has_previous_page: Boolean
  start_cursor: String
  end_cursor: String
}

enum Permission {
  ALL
  MAINNET_VIEW MAINNET_TRANSACT MAINNET_MANAGE
  TESTNET_VIEW TESTNET_TRANSACT TESTNET_MANAGE
  REGTEST_VIEW REGTEST_TRANSACT REGTEST_MANAGE
  SIGNET_VIEW SIGNET_TRANSACT SIGNET_MANAGE
  USER_VIEW USER_MANAGE
  ACCOUNT_VIEW ACCOUNT_MANAGE
}

type ApiToken implements Entity & AuditLogActor {
  id: ID!
  created_at: DateTime!
  updated_at: DateTime!
  client_id: String!
  name: String!
  permissions: [Permission!]!
  is_deleted: Boolean!
}

type AccountToApiTokensConnection implements Connection {
  "all that there are, not those of the page"
  count: Int!
  page_info: PageInfo!
  entities: [ApiToken!]!
}

type Account implements Entity & LightsparkNodeOwner {
  id: ID!
  created_at: DateTime!
  updated_at: DateTime!
  name: String
  api_tokens(first: Int, after: String): AccountToApiTokensConnection!
}

input CreateApiTokenInput { name: String! permissions: [Permission!]! }
type CreateApiTokenOutput { api_token: ApiToken! client_secret: String! }
input DeleteApiTokenInput { api_token_id: ID! }
type DeleteApiTokenOutput { account: Account! }

type Query {
  current_account: Account
  entity(id: ID!): Entity
}

type Mutation {
  create_api_token(input: CreateApiTokenInput!): CreateApiTokenOutput!
  delete_api_token(input: DeleteApiTokenInput!): DeleteApiTokenOutput!
}
)"_s);
}

} // namespace sandbox
