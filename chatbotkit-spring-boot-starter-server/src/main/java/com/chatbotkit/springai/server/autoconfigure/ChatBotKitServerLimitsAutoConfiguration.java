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

import java.time.Duration;

import javax.sql.DataSource;

import com.chatbotkit.springai.server.access.LimitBuckets;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Shares the limits of callers between the instances of an application that has a module
 * of Bucket4j for its Redis or PostgreSQL.
 */
@AutoConfiguration(before = ChatBotKitServerAutoConfiguration.class,
		afterName = { "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnWebApplication
@Conditional(OnServerFlag.Enabled.class)
public final class ChatBotKitServerLimitsAutoConfiguration {

	// When a bucket is full again, it need not be kept.
	private static final Duration KEPT = Duration.ofMinutes(5);

	private static ExpirationAfterWriteStrategy expiry() {
		return ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Bucket4jLettuce.class, RedisClient.class, LettuceConnectionFactory.class })
	@Conditional(OnServerFlag.SharedLimits.class)
	static class Redis {

		@Bean(destroyMethod = "close")
		@Lazy
		@ConditionalOnSingleCandidate(LettuceConnectionFactory.class)
		@ConditionalOnMissingBean(LimitBuckets.class)
		SharedBuckets chatBotKitServerLimits(LettuceConnectionFactory connections) {
			return RedisBuckets.of(connections.getRequiredNativeClient(), expiry());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Bucket4jPostgreSQL.class, DataSource.class })
	@Conditional(OnServerFlag.SharedLimits.class)
	static class Postgres {

		@Bean
		@Lazy
		@ConditionalOnSingleCandidate(DataSource.class)
		@ConditionalOnMissingBean(LimitBuckets.class)
		LimitBuckets chatBotKitServerLimits(DataSource dataSource) {
			return PostgresBuckets.of(dataSource, expiry());
		}

	}

}
