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

package com.chatbotkit.springai.server.access;

import java.time.Duration;

/**
 * Creates the buckets that count the use of callers. An application can define its own
 * bean of this type, for example to count in a store that its instances share.
 */
public interface LimitBuckets {

	/**
	 * Creates buckets in the memory of this instance.
	 * @return the buckets
	 */
	static LimitBuckets inMemory() {
		return new MemoryBuckets();
	}

	/**
	 * Returns a bucket that fills evenly.
	 * @param id the id of the bucket, the same in each instance
	 * @param capacity the maximum number of units
	 * @param period how long it takes to fill
	 * @return the bucket, full at first
	 */
	LimitBucket filling(String id, long capacity, Duration period);

	/**
	 * Returns a bucket whose units are returned after use.
	 * @param id the id of the bucket, the same in each instance
	 * @param capacity the number of units
	 * @return the bucket, full at first
	 */
	LimitBucket places(String id, long capacity);

}
