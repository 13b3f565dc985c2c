/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.server.autoconfigure;

import java.nio.charset.StandardCharsets;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * Counts in the application's Redis, over a connection of its own.
 */
final class RedisBuckets {

	private RedisBuckets() {
	}

	static SharedBuckets of(AbstractRedisClient client, ExpirationAfterWriteStrategy expiry) {
		if (client instanceof RedisClusterClient cluster) {
			StatefulRedisClusterConnection<byte[], byte[]> connection = cluster.connect(ByteArrayCodec.INSTANCE);
			return of(Bucket4jLettuce.casBasedBuilder(connection), connection, expiry);
		}
		StatefulRedisConnection<byte[], byte[]> connection = ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
		return of(Bucket4jLettuce.casBasedBuilder(connection), connection, expiry);
	}

	private static SharedBuckets of(Bucket4jLettuce.LettuceBasedProxyManagerBuilder<byte[]> store,
			StatefulConnection<byte[], byte[]> connection, ExpirationAfterWriteStrategy expiry) {
		return new SharedBuckets(store.expirationAfterWrite(expiry)
			.build()
			.withMapper((String id) -> id.getBytes(StandardCharsets.UTF_8)), connection::close);
	}

}
