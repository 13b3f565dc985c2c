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
 * Keeps what callers have used. An application's own bean of this type counts wherever it
 * likes, such as in a store that its instances share.
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
	 * @param id names it, the same in each instance
	 * @param capacity how much it holds
	 * @param period how long it takes to fill
	 * @return the bucket, full at first
	 */
	LimitBucket filling(String id, long capacity, Duration period);

	/**
	 * Returns a bucket of places, each of which is given back.
	 * @param id names it, the same in each instance
	 * @param capacity how many places it has
	 * @return the bucket, full at first
	 */
	LimitBucket places(String id, long capacity);

}
